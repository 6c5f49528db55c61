import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { inject } from 'vitest';
import './global-postgres.ts';

const serverUrl = async (): Promise<string> => {
  const { url, problem } = JSON.parse(await text(connect(inject('postgresDoor'))));
  if (problem) throw new Error(problem);
  return url;
};

/** The URL of a fresh database on the server of this test run. It ends with the server. */
export const freshDatabase = async (): Promise<string> => {
  const url = new URL(await serverUrl());
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
};
