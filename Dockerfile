# Builds an image that serves the profile in corpus/. It needs no network when it runs: the models and
# the index are in it. See docs/deployment.md.

FROM node:24-bookworm-slim AS build
# Compiles hnswlib-node.
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# Fetches the embedding model, unless .models is in the folder already, and builds the index.
RUN npm run build && INDEX_DIR=/data/index npm run index
RUN npm run prune:production

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    INDEX_DIR=/data/index \
    JOURNAL_FILE=/data/journal.sqlite \
    SPENDING_FILE=/data/spending.json \
    TSX_DISABLE_CACHE=1
WORKDIR /app
COPY --from=build /app ./
# All that is ever written. A new volume begins with the index of the image.
COPY --from=build --chown=node:node /data /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--import", "tsx", "src/server.ts"]
