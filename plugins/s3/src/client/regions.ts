import type { Choice } from '@tranship/core/backend'

/** Each region of the wizard's first nine numbers, with what its buckets need as location constraint. */
const FIRST_REGIONS: readonly Choice[] = [
  {
    value: 'us-east-1',
    help: 'The default endpoint - a good choice if you are unsure.\nUS Region, Northern Virginia or Pacific Northwest.\nLeave location constraint empty.',
  },
  { value: 'us-west-2', help: 'US West (Oregon) Region\nNeeds location constraint us-west-2.' },
  { value: 'us-west-1', help: 'US West (Northern California) Region\nNeeds location constraint us-west-1.' },
  { value: 'eu-west-1', help: 'EU (Ireland) Region\nNeeds location constraint EU or eu-west-1.' },
  { value: 'eu-central-1', help: 'EU (Frankfurt) Region\nNeeds location constraint eu-central-1.' },
  { value: 'ap-southeast-1', help: 'Asia Pacific (Singapore) Region\nNeeds location constraint ap-southeast-1.' },
  { value: 'ap-southeast-2', help: 'Asia Pacific (Sydney) Region\nNeeds location constraint ap-southeast-2.' },
  { value: 'ap-northeast-1', help: 'Asia Pacific (Tokyo) Region\nNeeds location constraint ap-northeast-1.' },
  { value: 'sa-east-1', help: 'South America (Sao Paulo) Region\nNeeds location constraint sa-east-1.' },
]

const CLONES: readonly Choice[] = [
  {
    value: 'other-v2-signature',
    help: 'If using an S3 clone that only understands v2 signatures - eg Ceph - set this and make sure you set the endpoint.',
  },
  {
    value: 'other-v4-signature',
    help: 'If using an S3 clone that understands v4 signatures set this and make sure you set the endpoint.',
  },
]

/** The regions that AWS opened later: they follow after the numbers that people know. */
const LATER_REGIONS: readonly (readonly [value: string, place: string])[] = [
  ['us-east-2', 'US East (Ohio)'],
  ['ca-central-1', 'Canada (Central)'],
  ['ca-west-1', 'Canada West (Calgary)'],
  ['mx-central-1', 'Mexico (Central)'],
  ['eu-west-2', 'Europe (London)'],
  ['eu-west-3', 'Europe (Paris)'],
  ['eu-north-1', 'Europe (Stockholm)'],
  ['eu-south-1', 'Europe (Milan)'],
  ['eu-south-2', 'Europe (Spain)'],
  ['eu-central-2', 'Europe (Zurich)'],
  ['ap-northeast-2', 'Asia Pacific (Seoul)'],
  ['ap-northeast-3', 'Asia Pacific (Osaka)'],
  ['ap-south-1', 'Asia Pacific (Mumbai)'],
  ['ap-south-2', 'Asia Pacific (Hyderabad)'],
  ['ap-southeast-3', 'Asia Pacific (Jakarta)'],
  ['ap-southeast-4', 'Asia Pacific (Melbourne)'],
  ['ap-southeast-5', 'Asia Pacific (Malaysia)'],
  ['ap-southeast-7', 'Asia Pacific (Thailand)'],
  ['ap-east-1', 'Asia Pacific (Hong Kong)'],
  ['me-south-1', 'Middle East (Bahrain)'],
  ['me-central-1', 'Middle East (UAE)'],
  ['il-central-1', 'Israel (Tel Aviv)'],
  ['af-south-1', 'Africa (Cape Town)'],
  ['cn-north-1', 'China (Beijing)'],
  ['cn-northwest-1', 'China (Ningxia)'],
  ['us-gov-east-1', 'AWS GovCloud (US-East)'],
  ['us-gov-west-1', 'AWS GovCloud (US-West)'],
]

/** The answers to "Region to connect to." */
export const REGION_CHOICES: readonly Choice[] = [
  ...FIRST_REGIONS,
  ...CLONES,
  ...LATER_REGIONS.map(([value, place]) => ({ value, help: `${place} Region\nNeeds location constraint ${value}.` })),
]

/** The answers to "Location constraint - must be set to match the Region." */
export const LOCATION_CHOICES: readonly Choice[] = [
  { value: '', help: 'Empty for US Region, Northern Virginia or Pacific Northwest.' },
  { value: 'us-west-2', help: 'US West (Oregon) Region.' },
  { value: 'us-west-1', help: 'US West (Northern California) Region.' },
  { value: 'eu-west-1', help: 'EU (Ireland) Region.' },
  { value: 'EU', help: 'EU Region.' },
  { value: 'ap-southeast-1', help: 'Asia Pacific (Singapore) Region.' },
  { value: 'ap-southeast-2', help: 'Asia Pacific (Sydney) Region.' },
  { value: 'ap-northeast-1', help: 'Asia Pacific (Tokyo) Region.' },
  { value: 'sa-east-1', help: 'South America (Sao Paulo) Region.' },
  { value: 'eu-central-1', help: 'EU (Frankfurt) Region.' },
  ...LATER_REGIONS.map(([value, place]) => ({ value, help: `${place} Region.` })),
]
