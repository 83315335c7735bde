import { useEffect, useState } from 'react'

/** A value once it has not changed for a while: asked for as one types, but not with every letter. */
export function useSettled<T>(value: T, wait_ms: number): T {
  const name = JSON.stringify(value)
  const [settled, setSettled] = useState({ name, value })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name is the value, the same one each time it is equal
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ name, value }), wait_ms)
    return () => clearTimeout(timer)
  }, [name, wait_ms])
  return settled.value
}
