/** Scripts that have a shell ask `tranship complete` for what can stand where the cursor is. */
export const SCRIPTS = {
  bash: `# bash completion of tranship
_tranship() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    [[ $candidate == *[/:=] ]] && compopt -o nospace 2>/dev/null
    [[ $candidate == *[=:] ]] || candidate=$(printf '%q' "$candidate")
    COMPREPLY+=("$candidate")
  done < <(tranship complete --shell bash -- "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -F _tranship tranship
`,
  zsh: `#compdef tranship
# zsh completion of tranship
_tranship() {
  local line
  local -a words_ texts_ open_ open_texts_
  while IFS=$'\\t' read -r word text; do
    if [[ $word == *[/:=] ]]; then open_+=("$word"); open_texts_+=("\${word}\${text:+  -- $text}")
    else words_+=("$word"); texts_+=("\${word}\${text:+  -- $text}"); fi
  done < <(tranship complete --shell zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( $#words_ )) && compadd -l -d texts_ -- "\${words_[@]}"
  (( $#open_ )) && compadd -S '' -l -d open_texts_ -- "\${open_[@]}"
}
if [ "$funcstack[1]" = _tranship ]; then _tranship "$@"; else compdef _tranship tranship; fi
`,
  fish: `# fish completion of tranship
function __tranship_complete
  set -l typed (commandline -ct | string replace -r '^[\\'"]' '' | string unescape)
  tranship complete --shell fish -- (commandline -opc)[2..] "$typed" 2>/dev/null
end
complete -c tranship -f -a '(__tranship_complete)'
`,
} as const satisfies Record<string, string>

export type Shell = keyof typeof SCRIPTS
