import { parseEnsembleName } from '@openledger/core/ensemble/ensembleName.ts'
import { Link } from '@tanstack/react-router'
import { Hex } from './Hex.tsx'

/** An account, short, leading to its page. */
export function AccountLink({ address }: { readonly address: string }) {
  return (
    <Link to="/accounts/$address" params={{ address }} className="quiet-link">
      <Hex value={address} />
    </Link>
  )
}

/** A call, short, leading to its page. */
export function CallLink({ callId }: { readonly callId: string }) {
  return (
    <Link to="/calls/$callId" params={{ callId }}>
      <Hex value={callId} />
    </Link>
  )
}

/** A Datanet by its name where it is known, leading to its page. */
export function DatanetLink({ datanetId, slug }: { readonly datanetId: string; readonly slug?: string | undefined }) {
  return (
    <Link to="/datanets/$datanetId" params={{ datanetId }} className="quiet-link">
      {slug ?? <Hex value={datanetId} />}
    </Link>
  )
}

/** A model by its name, leading to its page. */
export function ModelLink({ name }: { readonly name: string }) {
  return (
    <Link to="/models/$name" params={{ name }} className="quiet-link">
      {name.startsWith('0x') ? <Hex value={name} /> : name}
    </Link>
  )
}

/** What a call called: a model, or the models of an ensemble with their factors, each leading to its page. */
export function CalledLink({ name }: { readonly name: string }) {
  const parts = parseEnsembleName(name)
  // The ledger writes every factor of an ensemble; anything else is one model's name.
  if (parts === undefined || parts.some(({ scale }) => scale == null)) return <ModelLink name={name} />
  return (
    <span className="called">
      {parts.map(({ model, scale }, place) => (
        <span key={model}>
          {place === 0 ? '' : ' + '}
          <ModelLink name={model} />
          <span className="quiet"> × {scale}</span>
        </span>
      ))}
    </span>
  )
}

/** An epoch by its number, leading to its page. */
export function EpochLink({ number, name }: { readonly number: number; readonly name?: string }) {
  return (
    <Link to="/epochs/$number" params={{ number: String(number) }} className="quiet-link">
      {name ?? String(number)}
    </Link>
  )
}

/** A record, short, leading to its page. */
export function RecordLink({ commitment }: { readonly commitment: string }) {
  return (
    <Link to="/records/$commitment" params={{ commitment }} className="quiet-link">
      <Hex value={commitment} />
    </Link>
  )
}
