import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import type { startAwsKms } from './aws-stand-in.ts';
import { type Asked, type Reply, startCloud } from './cloud-stand-in.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const readPart = (text = ''): Record<string, unknown> => JSON.parse(Buffer.from(text, 'base64url').toString() || '{}');

const refused = (status: number, code: string): Reply => ({
  status,
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>A message.</Message></Error></ErrorResponse>`,
});

export const role = 'arn:aws:iam::111122223333:role/vault';
export const serviceAccount = 'system:serviceaccount:payments:vault';

/**
 * Stands in for `AssumeRoleWithWebIdentity` of AWS STS and for the cluster that makes the tokens: checks their signature, time, audience and
 * subject, and the role. It is ours: it shows that the vault speaks as AWS documents, not that AWS answers so.
 */
export const startAwsSts = async (
  clock: () => number,
  /** The key service, which takes the credentials that this one gives. */
  { user, authority }: Pick<Awaited<ReturnType<typeof startAwsKms>>, 'user' | 'authority'>,
  /** Tests take the check of signatures away, to show that it is needed. */
  checks = { signature: true },
) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  const objection = (token: string, now: number): Reply | undefined => {
    const [header, claims, signature = ''] = token.split('.');
    const signed = Buffer.from(`${header}.${claims}`);
    const isSigned = verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
    if (checks.signature && !isSigned) return refused(400, 'InvalidIdentityToken');
    const { aud, sub, exp } = readPart(claims);
    if (aud !== 'sts.amazonaws.com') return refused(400, 'InvalidIdentityToken');
    if (!(now < Number(exp) * 1000)) return refused(400, 'ExpiredTokenException');
    return sub === serviceAccount ? undefined : refused(403, 'AccessDenied');
  };

  const answer = ({ method, path, headers, body }: Asked, now: number): Reply => {
    const form = Object.fromEntries(new URLSearchParams(body));
    const isAsked =
      method === 'POST' &&
      path === '/' &&
      headers['content-type'] === 'application/x-www-form-urlencoded' &&
      headers.authorization === undefined &&
      form.Action === 'AssumeRoleWithWebIdentity' &&
      form.Version === '2011-06-15' &&
      /^[\w+=,.@-]{2,64}$/.test(form.RoleSessionName ?? '');
    if (!isAsked) return refused(400, 'ValidationError');
    if (form.RoleArn !== role) return refused(403, 'AccessDenied');
    const no = objection(form.WebIdentityToken ?? '', now);
    if (no) return no;
    const endsAt = now + 3_600_000;
    const made = user({ sessionToken: randomBytes(60).toString('base64'), endsAt });
    return {
      status: 200,
      body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>${serviceAccount}</SubjectFromWebIdentityToken>
    <AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/vault/${form.RoleSessionName}</Arn></AssumedRoleUser>
    <Credentials>
      <SessionToken>${made.sessionToken}</SessionToken>
      <SecretAccessKey>${made.secretAccessKey}</SecretAccessKey>
      <Expiration>${new Date(endsAt).toISOString().replace('.000', '')}</Expiration>
      <AccessKeyId>${made.accessKeyId}</AccessKeyId>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`,
    };
  };

  const cloud = await startCloud(clock, answer, authority);
  return {
    ...cloud,
    /** A token of the cluster; `key` signs it in place of the cluster's. */
    token: (own: object = {}, key = privateKey) => {
      const claims = { aud: 'sts.amazonaws.com', sub: serviceAccount, exp: clock() / 1000 + 86_400, ...own };
      const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
    },
  };
};
