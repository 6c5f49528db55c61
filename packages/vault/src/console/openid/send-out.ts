import { ApiError } from '../../problem.ts';
import type { ConsoleContext, ConsoleServices } from '../console-services.ts';
import { OpenIdError, type OpenIdProvider } from './openid-provider.ts';
import { type Errand, setOut } from './passage.ts';

/** The provider. Throws 404 where there is none. */
export const providerOf = ({ openId }: Pick<ConsoleServices, 'openId'>): OpenIdProvider => {
  if (!openId) throw new ApiError('not-found', 'Nobody signs in to this console with an OpenID provider.');
  return openId;
};

/** Sends a browser to the provider: sets the cookie that shows that it set out from here, and gives the address to go to. */
export const sendOut = async (
  services: ConsoleServices,
  { address, header }: Pick<ConsoleContext, 'address' | 'header'>,
  errand: Errand,
  about: string,
): Promise<{ url: string }> => {
  const provider = providerOf(services);
  const { cookie, passage } = setOut(services, errand, about);
  const url = await provider.address(passage).catch((error: unknown) => {
    if (!(error instanceof OpenIdError)) throw error;
    services.log.warn({ address, reason: error.message }, 'the OpenID provider could not be used');
    throw new ApiError(
      'identity-provider-unreachable',
      `${provider.name} cannot be reached from here. Sign in with a passkey, or try again later.`,
    );
  });
  header('Set-Cookie', services.openIdCookie.set(cookie));
  return { url: url.href };
};
