/** In the place of the package `wsl-utils`: nothing here depends on whether this is Windows' Linux. */
export const isWsl = false
export const powerShellPath = async () => 'powershell.exe'
