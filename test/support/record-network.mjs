// Loaded before a process with `node --import`: writes to NETWORK_LOG each name that its JavaScript, in
// any thread, looks up or connects to. What native libraries do is not seen.
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const dns = require('node:dns');
const net = require('node:net');
const record = (line) => appendFileSync(process.env.NETWORK_LOG, `${line}\n`);

record('loaded');
const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  record(`lookup ${host}`);
  return lookup(host, ...rest);
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = [args].flat(2);
  // A path is a socket of this machine.
  if (!options?.path) record(`connect ${options?.host ?? 'localhost'}:${options?.port ?? options}`);
  return connect.apply(this, args);
};
syncBuiltinESMExports();
