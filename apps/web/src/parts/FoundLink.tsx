import type { Found } from '@openledger/core/api/search.ts'
import { Link } from '@tanstack/react-router'
import { shortHex } from '../format/shortHex.ts'
import { text } from '../text/text.ts'
import { placeOf } from './placeOf.ts'

/** Something that was found: what it is, what it is called, leading to its page. */
export function FoundLink({ found, onGo }: { readonly found: Found; readonly onGo: () => void }) {
  return (
    <Link {...placeOf(found)} className="found" onClick={onGo}>
      <span>{found.name ?? shortHex(found.id)}</span> <span className="quiet">{text.found.kinds[found.kind]}</span>
    </Link>
  )
}
