#!/bin/sh
# Server-sent events: citations and text as they are written, then the complete answer.
curl -N "${ASK_URL:-http://localhost:3000}/api/chat" \
  -H 'Content-Type: application/json' -H 'Accept: text/event-stream' \
  -d "{\"question\": \"${1:-What is Hindsight?}\"}"
