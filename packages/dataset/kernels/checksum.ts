// Fletcher's checksum in four lanes of 32 bits, modulo 2^32: for each vector x, a += x and then b += a. The sums a and b
// lie at addresses 0 and 16 between two calls.
export function sum(at: usize, vectors: i32): void {
  let a = v128.load(0);
  let b = v128.load(16);
  for (; vectors > 0; vectors--) {
    a = i32x4.add(a, v128.load(at));
    b = i32x4.add(b, a);
    at += 16;
  }
  v128.store(0, a);
  v128.store(16, b);
}
