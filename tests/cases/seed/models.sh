# every command of the documents that asks a model or sends requests works, with a server in their place
[ -x "$BUILD/esper-llm" ] || { echo "no libcurl"; exit 77; }
mkfifo port
"$BUILD/net/server" log >port &
server=$!
trap 'kill "$server"' EXIT
read -r port <port
export OPENAI_API_KEY=sk-openai-0123456789 ANTHROPIC_API_KEY=sk-ant-0123456789
export OPENAI_BASE_URL="http://127.0.0.1:$port/ok/v1" ANTHROPIC_BASE_URL="http://127.0.0.1:$port/ok"
export STAGING="http://127.0.0.1:$port/html"
TAG=model LINES_MOST=32 sh "$TESTDATA/../tests/cases/seed/commands.sh"
echo '-- how often the models were asked'
grep -c '^POST\|: POST' log
