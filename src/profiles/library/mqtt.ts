import type { Profile } from '../profile-schema.js';

/** MQTT.js: clients, each with one connection, and the messages that wait for the broker. */
export const mqtt: Profile = {
  name: 'mqtt',
  library: {
    package: 'mqtt',
    versions: '>=4.0.0 <6',
    facts: [
      {
        what: 'messages sent and not acknowledged in the object `outgoing`, those kept until it connects in the array `queue`',
        where: 'mqtt 4.0.0, lib/client.js, and 5.16.0, build/lib/client.js, class MqttClient',
      },
      {
        what: '`disconnected` is true after end(), and false again after reconnect()',
        where: 'mqtt 4.0.0, lib/client.js, and 5.16.0, build/lib/client.js, end and reconnect',
      },
    ],
    notes: ['A client lends nothing. Its `pending` are messages that wait.'],
  },
  classes: {
    client: {
      class: 'MqttClient',
      fields: ['messageIdToTopic', 'outgoingStore', 'incomingStore', 'outgoing', 'queue'],
      anyName: true,
    },
  },
  connections: ['client'],
  pools: [
    {
      class: 'client',
      ledgers: [
        { field: 'outgoing', role: 'pending' },
        { field: 'queue', role: 'pending' },
      ],
      closedWhen: [{ field: 'disconnected', equals: true }],
    },
  ],
  deadWhen: [{ class: 'client', field: 'disconnected', equals: true }],
  words: { pool: 'MQTT client', resource: 'MQTT client', checkout: 'mqtt.connect()', close: 'client.end()' },
};
