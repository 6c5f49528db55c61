#!/usr/bin/env bash
# SoftHSM 2.6.1 (Debian's softhsm2, called through koffi 3.3.4): a ciphertext of AES-GCM that was changed is answered with
# CKR_GENERAL_ERROR, and so is a wrapped key that was changed.
#
# Expected: CKR_ENCRYPTED_DATA_INVALID (0x40) and CKR_WRAPPED_KEY_INVALID (0x110), which PKCS #11 has for that, so that a program can tell
# changed bytes from a token that fails.
# Seen: 0x5 for both, which also stands for every failure of the token itself. A program that wants to know has to seal and open something.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koffi@3.3.4
mkdir tokens
echo "directories.tokendir = $folder/tokens" > softhsm2.conf
export SOFTHSM2_CONF=$folder/softhsm2.conf
softhsm2-util --init-token --free --label a --pin 1234 --so-pin 12345678 > /dev/null

cat > show.mjs <<'CODE'
import koffi from 'koffi';

const library = koffi.load('/usr/lib/softhsm/libsofthsm2.so');
const [long, any] = ['unsigned long', 'void *'];
const attributes = koffi.pointer(koffi.struct({ type: long, value: any, length: long }));
const parameter = koffi.struct({ iv: any, ivLength: long, ivBits: long, data: any, dataLength: long, tagBits: long });
const gcm = koffi.pointer(koffi.struct({ type: long, parameter: koffi.pointer(parameter), length: long }));
const plain = koffi.pointer(koffi.struct({ type: long, parameter: any, length: long }));
const define = (name, ...types) => library.func(`C_${name}`, long, types);
const cell = (value = 0) => BigUint64Array.of(BigInt(value));
const template = (entries) => entries.map(([type, value]) => ({ type, value, length: value.byteLength }));
const must = (answer) => {
  if (answer !== 0) throw new Error(`0x${answer.toString(16)}`);
};

must(define('Initialize', any)(null));
const slots = new BigUint64Array(4);
must(define('GetSlotList', 'uint8', any, any)(1, slots, cell(4)));
const session = cell();
must(define('OpenSession', long, long, any, any, any)(slots[0], 6, null, null, session));
must(define('Login', long, long, any, long)(session[0], 1, Buffer.from('1234'), 4));
const [yes, no] = [Uint8Array.of(1), Uint8Array.of(0)];
const make = (...own) => {
  // Class and type; not in the token; encrypt, decrypt, wrap and unwrap; not sensitive; extractable.
  const entries = [[0, cell(4)], [0x100, cell(0x1f)], [1, no], [0x104, yes], [0x105, yes], [0x106, yes], [0x107, yes], [0x103, no], [0x162, yes]];
  const made = cell();
  const values = template([...entries, ...own]);
  must(define('CreateObject', long, attributes, long, any)(session[0], values, values.length, made));
  return made[0];
};
const key = make([0x11, new Uint8Array(32).fill(1)]);

const mechanism = {
  type: 0x1087,
  parameter: { iv: new Uint8Array(12), ivLength: 12, ivBits: 96, data: null, dataLength: 0, tagBits: 128 },
  length: koffi.sizeof(parameter),
};
const [box, boxLength] = [new Uint8Array(64), cell(64)];
must(define('EncryptInit', long, gcm, long)(session[0], mechanism, key));
must(define('Encrypt', long, any, long, any, any)(session[0], new Uint8Array(32), 32, box, boxLength));
box[0] ^= 1;
must(define('DecryptInit', long, gcm, long)(session[0], mechanism, key));
const opened = define('Decrypt', long, any, long, any, any)(session[0], box, Number(boxLength[0]), new Uint8Array(64), cell(64));
console.log(`changed ciphertext 0x${opened.toString(16)}`);

const wrap = { type: 0x2109, parameter: null, length: 0 };
const [wrapped, wrappedLength] = [new Uint8Array(64), cell(64)];
const inner = make([0x11, new Uint8Array(32).fill(2)]);
must(define('WrapKey', long, plain, long, long, any, any)(session[0], wrap, key, inner, wrapped, wrappedLength));
wrapped[0] ^= 1;
const values = template([[0, cell(4)], [0x100, cell(0x1f)], [1, no]]);
const unwrapped = define('UnwrapKey', long, plain, long, any, long, attributes, long, any)(
  session[0], wrap, key, wrapped, Number(wrappedLength[0]), values, values.length, cell(),
);
console.log(`changed wrapped key 0x${unwrapped.toString(16)}`);
CODE

cat > seen.txt <<'SEEN'
changed ciphertext 0x5
changed wrapped key 0x5
SEEN

node show.mjs | tee now.txt
diff seen.txt now.txt
