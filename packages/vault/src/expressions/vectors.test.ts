import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Json } from './expression.ts';
import { evaluate } from './testing/evaluate.ts';

const red = { color: 'red', price: 19.95 };
const blue = { color: 'blue', price: 24.95 };
const store = {
  books: [
    { category: 'fiction', author: 'Herman Melville', title: 'Moby Dick', isbn: '0-553-21311-3', price: 8.99 },
    {
      category: 'fiction',
      author: 'J. R. R. Tolkien',
      title: 'The Lord of the Rings',
      isbn: '0-395-19395-8',
      price: 22.99,
    },
  ],
  bicycle: red,
  bicycles: [red, blue],
};
const dashed = '3622-7206-2716-5567';
const plain = '36227206271667';

describe('Documented expressions give the documented results', () => {
  it.each<[template: string, data: Json, result: Json]>([
    // Paths and types
    ['{{ data }}', store, store],
    ['{{ data.bicycle.color }}', store, 'red'],
    ['{{ data.bicycle }}', store, red],
    ['{{ data.books[0].price }}', store, 8.99],
    ['{{ data.nonexistent }}', store, null],
    ['{{ data[\'bicycle\']["color"] }}', store, 'red'],
    // JSONPath
    ["{{ data | json: '$.bicycle.color' }}", store, 'red'],
    ["{{ data | json: '$.books[0].author' }}", store, 'Herman Melville'],
    ["{{ data | json: '$.books[?(@.price < 10)].title' }}", store, 'Moby Dick'],
    ["{{ data | json: '$.bicycle' }}", store, red],
    ["{{ data | json: '$.nonexistent' }}", store, null],
    ["{{ data | json: '$.expiration_month' | pad_left: 2, '0' }}", { expiration_month: 3 }, '03'],
    ["{{ data | json: '$.expiration_year' | to_string | slice: -2, 2 }}", { expiration_year: 2025 }, '25'],
    // Text of values
    ['{{ data.books[1].title | stringify }}', store, 'The Lord of the Rings'],
    ['{{ data.books[0].price | stringify }}', store, '8.99'],
    ['{{ data.bicycles[0] | stringify }}', store, '{"color":"red","price":19.95}'],
    ['{{ data.bicycles[0] | json_stringify }}', store, '{"color":"red","price":19.95}'],
    ['{{ data.nonexistent | stringify }}', store, null],
    // Masks
    ['{{ data | reveal_last: 4 }}', plain, 'XXXXXXXXXX1667'],
    ['{{ data | reveal_last: 4 }}', '111-22-3333', 'XXX-XX-3333'],
    ['{{ data | reveal_last: 4 }}', '12-3456789', 'XX-XXX6789'],
    ['{{ data | reveal_last: 4 }}', '4242-4242-4242-4242', 'XXXX-XXXX-XXXX-4242'],
    ['{{ data | reveal_last: 4 }}', '4242424242424242', 'XXXXXXXXXXXX4242'],
    ['{{ data | reveal_last: 4 }}', '00123456789', 'XXXXXXX6789'],
    ['{{ data | reveal_last: 6 }}', plain, 'XXXXXXXX271667'],
    ["{{ data | reveal_last: 3, '#' }}", plain, '###########667'],
    ['{{ data | reveal_last: 20 }}', plain, plain],
    ['{{ data | reveal: 6 }}', dashed, '3622-7XXXXXXXXXXXXX'],
    ['{{ data | reveal: 7, 5 }}', dashed, '3622-72XXXXXXX-5567'],
    ['{{ data | reveal: 7, 4, \'#\', "-" }}', dashed, '3622-72##-####-5567'],
    ['{{ data | reveal: 10, 9 }}', dashed, 'X'.repeat(19)],
    ["{{ data | reveal: 0, 0, 'X', '-3627015' }}", dashed, 'X'.repeat(19)],
    ['{{ data | last4 }}', plain, '1667'],
    ['{{ data | last4 }}', '67', '67'],
    ['{{ data | slice: 12, 2 | last4 }}', plain, '67'],
    ['{{ data.last | slice: 0 }}.', { last: 'Doe' }, 'D.'],
    ['{{ data.name.last | slice: 0, 1 }}.', { name: { last: 'Doe' } }, 'D.'],
    ['{{ data.zip | slice: 0, 5 }}', { zip: '10010-1234' }, '10010'],
    // Cards
    ["{{ data | card_mask: 'true', 'true', '#', '-' }}", dashed, '3622-7206-####-5567'],
    ['{{ data | card_mask }}', '4242424242424242', 'X'.repeat(16)],
    ['{{ data | card_mask: true, true }}', '378282246310005', '378282XXXXX0005'],
    ['{{ data | card_bin }}', '4242424242424242', '42424242'],
    ['{{ data | card_bin }}', '378282246310005', '378282'],
    ["{{ data | card_exp: 'MM/YY' }}", { expiration_month: 10, expiration_year: 2028 }, '10/28'],
    ["{{ data | card_exp: 'MM' }}", { expiration_month: 3, expiration_year: 2028 }, '03'],
    ["{{ data | card_exp: 'YYYY-MM' }}", { expiration_month: '3', expiration_year: '2028' }, '2028-03'],
    ["{{ data | card_exp: 'MMYY' }}", { expiration_month: 3, expiration_year: 2028 }, '0328'],
    // Padding and casts
    ["{{ data | pad_left: 6, '0' }}", '1234', '001234'],
    ["{{ data | pad_right: 6, '0' }}", '1234', '123400'],
    ["{{ data | pad_left: 2, '0' }}", '1234', '1234'],
    ["{{ data.nonexistent | pad_left: 2, '0' }}", {}, null],
    ['{{ data | to_number }}', '42', 42],
    ['{{ data | to_number }}', '3.14159', Number('3.14159')],
    ['{{ data | to_boolean }}', 'true', true],
    ['{{ data | to_string }}', 42, '42'],
    ['{{ data.nonexistent | to_number }}', {}, null],
    // Digests
    [
      "{{ data | hmac: 'sha-256', 'secretKeyValue' | to_base16 }}",
      '4242424242424242',
      '90A0050E90515101DCAD0F68955370CCA81F6DCB9D299E7E0585CC9746716D9B',
    ],
    [
      "{{ data | hmac: 'sha-256', 'secretKeyValue' | to_base64 }}",
      'secretText',
      'IQEOEVbU1YuKZeuhAvcYwUbzZ6SnkUPeJyy5aZY6KMs=',
    ],
    // Text with several outputs
    ['{{ data.a }} {{ data.b }}', { a: 'first', b: 2 }, 'first 2'],
    [
      '{{ data.routing_number }}|{{ data.account_number }}',
      { routing_number: '021000021', account_number: '1234567890' },
      '021000021|1234567890',
    ],
    ["{{ data | split: '@' | last }}", 'johndoe@basistheory.com', 'basistheory.com'],
    ["{{ data | remove: '-' }}", '111-22-3333', '111223333'],
    ['{{ data | downcase }}', 'John', 'john'],
  ])('%s', (template, data, result) => {
    expect(evaluate(template, { data })).toStrictEqual(result);
  });

  it.each<[template: string, data: string, shape: RegExp]>([
    ['{{ data | alias_preserve_format }}', 'ABC12345DEF67890', /^[a-z]{3}\d{5}[a-z]{3}\d{5}$/],
    ['{{ data | alias_preserve_format: 3, 5 }}', 'ABC12345DEF67890', /^ABC\d{5}[a-z]{3}67890$/],
    ['{{ data | alias_preserve_format }}', '123-45-6789', /^\d{3}-\d{2}-\d{4}$/],
    [
      "{{ data | split: '@' | first | alias_preserve_length }}@{{ data | split: '@' | last }}",
      'john.doe@gmail.com',
      /^[a-z0-9]{8}@gmail\.com$/,
    ],
    ["{{ data | alias_card: 'true', 'true' }}", '3622720627165567', /^36227206\d{4}5567$/],
    ['{{ data | alias_card }}', dashed, /^\d{4}-\d{4}-\d{4}-\d{4}$/],
  ])('%s keeps its shape', (template, data, shape) => {
    expect(evaluate(template, { data }, { random: randomInt })).toMatch(shape);
  });

  it('A mask is evaluated leaf by leaf', () => {
    const data = { number: '4242424242424242', expiration_month: 12, cvc: '123' };
    const mask = {
      number: '{{ data.number | reveal_last: 4 }}',
      expiration_month: '{{ data.expiration_month }}',
      list: ['{{ data.expiration_month }}/', 'text', 7, null, true],
    };
    expect(evaluate(mask, { data })).toStrictEqual({
      number: 'XXXXXXXXXXXX4242',
      expiration_month: 12,
      list: ['12/', 'text', 7, null, true],
    });
  });
});
