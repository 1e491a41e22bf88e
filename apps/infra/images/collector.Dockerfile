# The collector's bundle, which needs nothing but Node. The context is apps/collector/dist.
FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY . .
USER node
CMD ["node", "main.js"]
