// How long a client may take for one request, however slowly it sends: a thread is given to it for so long and no longer. Looked at
// whenever the TLS library reads, since no time-out of a socket adds up.
#pragma once

struct ssl_ctx_st;  // of OpenSSL

namespace concordat::console::web {

void bound_patience(ssl_ctx_st* context);
// On the connection's own thread: what is read from here on belongs to no request; and to the next one.
void request_is_read();
void next_request_begins();

}  // namespace concordat::console::web
