#!/bin/sh
# Server-sent events: citations, the text as it is written, and the whole answer at the end.
curl -N "${ASK_URL:-http://localhost:3000}/api/chat" \
  -H 'Content-Type: application/json' -H 'Accept: text/event-stream' \
  -d "{\"question\": \"${1:-What is Hindsight?}\"}"
