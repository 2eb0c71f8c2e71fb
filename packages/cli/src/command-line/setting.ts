/** A setting that the environment makes. */
export interface Setting {
  readonly variable: string
  readonly text: string
}

/** The setting of a name, "transfers" or "s3-region": TRANSHIP_S3_REGION, else RCLONE_S3_REGION. An empty one is none. */
export function settingFrom(env: NodeJS.ProcessEnv, name: string): Setting | undefined {
  const upper = variablePart(name)
  for (const variable of [`TRANSHIP_${upper}`, `RCLONE_${upper}`]) {
    const text = env[variable]
    if (text) return { variable, text }
  }
  return undefined
}

/** A name as it stands in a variable's: "my-s3" → "MY_S3". */
export function variablePart(name: string): string {
  return name.toUpperCase().replaceAll('-', '_')
}
