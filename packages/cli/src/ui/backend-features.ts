import type { Backend, Fs } from '@tranship/core'

/**
 * What a remote is like and can do, with the keys of `rclone backend features`; what has no meaning here is left out. Of a
 * storage that keeps no times "Precision" is a hundred years, as in rclone.
 */
export function backendFeatures(backend: Backend, remote: string, fs: Fs): unknown {
  const { features, place } = fs
  const can = (method: keyof Fs): boolean => fs[method] !== undefined
  const root = backend.rootOption !== undefined && !/^[a-z]:/i.test(place.path) ? `/${place.path}` : place.path
  return {
    Name: remote,
    Root: root,
    String: `${backend.description} at ${root === '' ? 'its root' : root}`,
    Precision: Number(features.modTimePrecision ?? HUNDRED_YEARS),
    Hashes: features.hashes,
    Features: {
      About: can('about'),
      BucketBased: features.objectBesideDirectory && !features.realDirectories,
      CanHaveEmptyDirectories: features.realDirectories,
      CaseInsensitive: !features.caseSensitive,
      CleanUp: can('cleanUp'),
      Command: Object.keys(backend.commands ?? {}).length > 0,
      Copy: can('copy'),
      DirMove: can('moveDirectory'),
      Disconnect: backend.disconnect !== undefined,
      DuplicateFiles: features.duplicates,
      GetTier: can('setTier'),
      IsLocal: backend.rootOption !== undefined,
      ListR: can('listAll'),
      Move: can('move'),
      PublicLink: can('publicLink'),
      Purge: can('purge'),
      PutStream: true,
      ReadMetadata: can('metadata'),
      ReadMimeType: features.mimeTypes,
      ServerSideAcrossConfigs: can('copy'),
      SetTier: can('setTier'),
      UserInfo: backend.userInfo !== undefined,
      UserMetadata: can('setMetadata') && features.metadataKeys === undefined,
      WriteMetadata: can('setMetadata'),
      WriteMimeType: features.mimeTypes,
    },
    MetadataInfo: can('metadata') ? { System: Object.fromEntries((features.metadataKeys ?? []).map((key) => [key, {}])) } : null,
    ListingOrder: features.listingOrder,
    Conditions: features.conditions,
  }
}

const HUNDRED_YEARS = 100n * 365n * 24n * 3_600n * 1_000_000_000n
