/*
 * The script tag `/js/tessera-field.js`, beside one of the others: `TesseraField.define(BasisTheory)` after `init`.
 */
import { defineField } from './tag/field-element.ts';

Object.assign(window, { TesseraField: { define: defineField } });
