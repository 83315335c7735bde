import type { Found } from '@openledger/core/api/search.ts'

/** The page of something that was found. */
export function placeOf({ kind, id }: Found) {
  switch (kind) {
    case 'epoch':
      return { to: '/epochs/$number', params: { number: id } } as const
    case 'account':
      return { to: '/accounts/$address', params: { address: id } } as const
    case 'call':
      return { to: '/calls/$callId', params: { callId: id } } as const
    case 'datanet':
      return { to: '/datanets/$datanetId', params: { datanetId: id } } as const
    case 'record':
      return { to: '/records/$commitment', params: { commitment: id } } as const
    case 'model':
      return { to: '/models/$name', params: { name: id } } as const
  }
}
