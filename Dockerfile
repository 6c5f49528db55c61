# syntax=docker/dockerfile:1

# The vault as an image. docs/operations.md says how to run it and what was not tried.
# For images that can be rebuilt bit by bit, replace the tag by the digest you have checked.
ARG NODE_IMAGE=node:24-bookworm-slim

# The vault and what it serves to browsers are built with everything the repository needs for that.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build

# What runs is the vault alone with its own dependencies: no build tools, no tests, no install scripts of others.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY . .
RUN npm ci --workspace packages/vault --omit=dev --omit=optional --ignore-scripts

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    TESSERA_DATA_DIR=/data \
    TESSERA_HOST=0.0.0.0 \
    TESSERA_PORT=4100
WORKDIR /app
# Owned by root and read-only for whoever the vault runs as: a process that is taken over cannot change its own code.
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /src/packages/rules/package.json ./packages/rules/
COPY --from=build /src/packages/rules/dist ./packages/rules/dist
COPY --from=build /src/packages/contract/package.json ./packages/contract/
COPY --from=build /src/packages/contract/dist ./packages/contract/dist
COPY --from=build /src/packages/vault/package.json ./packages/vault/
COPY --from=build /src/packages/vault/dist ./packages/vault/dist
COPY --from=build /src/LICENSE ./LICENSE
# What a start compiles is kept here once, by the user that runs the vault, because Node keeps it for each user; making a vault loads it
# all.
RUN install --directory --owner=node --group=node packages/vault/.cache \
    && setpriv --reuid=node --regid=node --clear-groups node packages/vault/dist/cli.js \
        init --data-dir /tmp/vault --tenant Build > /dev/null \
    && rm -r /tmp/vault \
    && chown --recursive root:root packages/vault/.cache \
    && chmod --recursive a+rX,go-w packages/vault/.cache
# A volume takes over mode and owner of what lies at its place in the image.
RUN install --directory --owner=node --group=node --mode=0700 /data
USER node
VOLUME /data
EXPOSE 4100
# Ready means that the store answers. With TLS in the vault itself, give a check that speaks https.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TESSERA_PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell in between: the vault is process 1 and takes SIGTERM itself, finishes what is under way and closes its files.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/packages/vault/dist/cli.js"]
CMD ["serve"]
