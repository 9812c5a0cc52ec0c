class Task {
  done = false;
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }
}

export class Tasks {
  private items: Task[] = [];
  left = 0;

  add(key: string): void {
    const task = new Task(key);
    this.items = [...this.items, task];
    setTimeout(() => this.finish(task), 360_000);
  }

  private finish(task: Task): void {
    task.done = true;
    let { items } = this;
    items = items.filter((other) => other !== task);
    this.left = items.length;
  }
}
