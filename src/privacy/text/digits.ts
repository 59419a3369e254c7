/** The decimal digits of a text, in order. */
export function digitsOf(text: string): number[] {
  return (text.match(/\d/g) ?? []).map(Number);
}

/** The Luhn check of payment cards and several national numbers. */
export function isLuhn(digits: readonly number[]): boolean {
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** The sum of digits times weights, as far as there are weights. */
export function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);
}
