# Interview Coach in a container. Records live in the volume /data; settings come from the environment (.env.example).
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data WEB_HOST=0.0.0.0 WEB_PORT=3000
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=packages /app/node_modules node_modules
COPY content content
COPY adapters adapters
COPY src src
RUN mkdir -m 700 /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=20s --interval=30s --timeout=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WEB_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# A stop takes less than ten seconds: what is under way is finished, the rest waits in the outbox.
CMD ["node", "--max-semi-space-size=2", "src/bin.js", "start"]
