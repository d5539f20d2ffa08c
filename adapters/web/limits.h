// The limits of the adapter's HTTPS. Each is a number that a slow, large or hostile client meets; docs/adapters/https.md says
// what it gets. They bound memory at connections_max times header_bytes_max before anybody is known, and at
// connections_max times body_bytes_max after; a larger body is on disk as it comes.
#pragma once

#include <chrono>
#include <cstddef>

#include "adapters/text_encoding.h"

namespace concordat::adapters::web {

inline constexpr std::size_t connections_max = 24;      // more are closed unread
inline constexpr std::size_t waiting_max = 12;          // long polls at once
inline constexpr std::size_t header_bytes_max = 16384;  // request line and headers together
inline constexpr std::size_t path_bytes_max = 1024;
inline constexpr std::size_t body_bytes_max = 16U * 1024 * 1024;
inline constexpr std::size_t held_bytes_max = document_bytes_max;         // of a document: what is longer goes to disk as it comes
inline constexpr std::size_t document_body_bytes_max = 256U * 1024 * 1024;  // of a document, as in the in-folder
inline constexpr std::size_t large_bodies_max = 4;                        // longer than held_bytes_max, at once
inline constexpr std::size_t small_body_bytes_max = 65536;  // of a recall or an acknowledgement
inline constexpr std::size_t key_bytes_max = 128;           // of an Idempotency-Key
inline constexpr std::chrono::seconds handshake_within{10};
inline constexpr std::chrono::seconds headers_within{10};
inline constexpr std::chrono::seconds body_within{60};
inline constexpr std::chrono::seconds large_body_within{600};
inline constexpr std::chrono::seconds answer_within{60};
inline constexpr std::chrono::seconds idle_within{15};   // between two requests of one connection
inline constexpr std::size_t requests_a_connection_max = 200;
inline constexpr std::chrono::seconds wait_max{55};      // of a long poll

// How long a peer may take; a test is less patient.
struct Patience {
  std::chrono::milliseconds handshake = handshake_within;
  std::chrono::milliseconds headers = headers_within;
  std::chrono::milliseconds body = body_within;
  std::chrono::milliseconds large_body = large_body_within;
  std::chrono::milliseconds idle = idle_within;
};

}  // namespace concordat::adapters::web
