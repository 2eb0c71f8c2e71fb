/** Whether the release `version` is `oldest` or later; both are `major.minor.patch`. A pre-release counts as its release. */
export function isAtLeast(version, oldest) {
  const [have, need] = [version, oldest].map((text) => text.split('-')[0].split('.').map(Number))
  const differs = need.findIndex((part, index) => part !== have[index])
  return differs === -1 || have[differs] > need[differs]
}
