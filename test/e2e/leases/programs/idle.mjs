export async function open() {
  async function breathe() {
    return 1;
  }
  return { steady: [breathe], leaks: [breathe], most: 1 };
}
