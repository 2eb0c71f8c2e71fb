import type { Route } from '../routes.js'

const NAME = { given_name: 'Franz', surname: 'Ferdinand', familiar_name: 'Franz', display_name: 'Franz Ferdinand', abbreviated_name: 'FF' }

/** Whose account it is, and of which team the only other member is member@example.com. */
export function accountRoutes(): Readonly<Record<string, Route>> {
  return {
    'users/get_space_usage': () => ({ used: 1000, allocation: { '.tag': 'individual', allocated: 2_000_000_000 } }),
    'users/get_current_account': () => ({
      account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
      name: NAME,
      email: 'franz@example.com',
      email_verified: true,
      disabled: false,
      locale: 'en',
      referral_link: 'https://db.tt/ZITNuhtI',
      is_paired: false,
      account_type: { '.tag': 'basic' },
      root_info: { '.tag': 'user', root_namespace_id: '3235641', home_namespace_id: '3235641' },
    }),
    'team/members/get_info_v2': ({ argument }) => ({
      members_info: argument.members.map(({ email }: { email: string }) =>
        email === 'member@example.com'
          ? { '.tag': 'member_info', profile: profileOf(email) }
          : { '.tag': 'id_not_found', id_not_found: email },
      ),
    }),
  }
}

function profileOf(email: string) {
  return {
    team_member_id: 'dbmid:MEMBER',
    email,
    email_verified: true,
    status: { '.tag': 'active' },
    name: NAME,
    membership_type: { '.tag': 'full' },
    groups: [],
    member_folder_id: '20',
    root_folder_id: '30',
  }
}
