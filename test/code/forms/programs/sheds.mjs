let count = 0;
const inside = new Set();

class Tool {
  constructor(key) {
    this.key = key;
  }
}

function makeRoom() {
  for (const tool of inside) {
    inside.delete(tool);
    count--;
    if (count < 1000) return;
  }
}

export class Sheds {
  add(key) {
    if (count >= 2000) makeRoom();
    inside.add(new Tool(key));
    count++;
  }
}
