import { EventEmitter } from 'node:events';

class Singer {
  constructor(key) {
    this.id = key;
    this.songs = 0;
  }
}

export class Choirs {
  singers = new Map();
  door = new EventEmitter();

  constructor() {
    this.door.on('left', (singer) => {
      singer.songs += 1;
      this.singers.delete(singer.id);
    });
  }

  add(key) {
    const singer = new Singer(key);
    this.singers.set(singer.id, singer);
    setTimeout(() => this.door.emit('left', singer), 200_000);
  }
}
