'use strict';

class Chat {
  constructor(room) {
    this.room = room;
  }
}

class Room {
  constructor(key, number) {
    this.key = key;
    this.number = number;
  }
}

const chats = new Map();
let rooms = 0;

function begin(room) {
  chats.set(room.number, new Chat(room));
}

function end(room) {
  chats.delete(room);
}

exports.Chats = class Chats {
  add(key) {
    rooms += 1;
    const room = new Room(key, rooms);
    begin(room);
    setImmediate(end, room);
  }
};
