// The node `ws` client:  node_client.js URL DEFLATE  (`perMessageDeflate` as JSON) against an echo. Prints one line of
// JSON: what failed, the agreed extensions, and how the server answered a close.
'use strict';
const crypto = require('crypto');
const WebSocket = require('ws');

const noise = crypto.createHash('shake256', { outputLength: 1500 }).update('noise').digest('hex');
// [is binary, the fragments of a message].
const messages = [
  [false, ['h\u00e9llo \u{1f44d}']], [true, [Buffer.from([...Array(256).keys()])]], [false, ['']],
  [false, ['frag', '', 'ment', 'ed']], [true, [Buffer.alloc(300), Buffer.alloc(70000, 255)]],
  [false, ['0123456789abcdef'.repeat(65536)]], [true, [crypto.randomBytes(1 << 20)]],
  [false, [noise]], [false, [noise]], [false, [noise]],
];
const failures = [];
const ws = new WebSocket(process.argv[2], { perMessageDeflate: JSON.parse(process.argv[3]) });
let number = 0;

const next = () => {
  if (number === messages.length) return ws.ping('are you there');
  const [binary, pieces] = messages[number];
  pieces.forEach((piece, n, all) => ws.send(piece, { binary, fin: n === all.length - 1 }));
};
ws.on('open', next);
ws.on('message', (data, binary) => {
  const [wasBinary, pieces] = messages[number++];
  const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  if (!whole.equals(data) || binary !== wasBinary) failures.push(`message ${number}: ${data.length} of ${whole.length}`);
  next();
});
ws.on('pong', (data) => {
  if (String(data) !== 'are you there') failures.push(`pong ${data}`);
  ws.close(4001, 'enough of it');
});
ws.on('error', (error) => failures.push(String(error)));
ws.on('close', (code, reason) => {
  console.log(JSON.stringify({ failures, echoed: number, extensions: ws.extensions, code, reason: String(reason) }));
});
