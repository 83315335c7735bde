/** Spearman's rank correlation, ties at their mean rank; 0 where one of the lists is constant. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length - 1) / 2
  let product = 0
  let squareX = 0
  let squareY = 0
  for (const [at, rank] of x.entries()) {
    const [dx, dy] = [rank - middle, (y[at] ?? middle) - middle]
    product += dx * dy
    squareX += dx * dx
    squareY += dy * dy
  }
  return squareX === 0 || squareY === 0 ? 0 : product / Math.sqrt(squareX * squareY)
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return below + (equal - 1) / 2
  })
}
