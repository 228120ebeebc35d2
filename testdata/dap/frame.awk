# SPDX-License-Identifier: MIT
#
# Lines as messages to a debug adapter.  Run it with LC_ALL=C, as lengths are bytes.
{ printf "Content-Length: %d\r\n\r\n%s", length($0), $0 }
