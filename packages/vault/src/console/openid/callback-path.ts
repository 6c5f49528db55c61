/** Where the provider sends browsers back to. It stands alone, so that reading the flags loads nothing else of the console. */
export const openIdCallbackPath = '/session/openid/callback';
