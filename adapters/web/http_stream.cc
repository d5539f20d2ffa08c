#include "adapters/web/http_stream.h"

#include <algorithm>

namespace concordat::adapters::web {

using std::chrono::steady_clock;

void HttpStream::begin_request() {
  left_ = header_bytes_max;
  deadline_ = steady_clock::now() + patience_.headers;
  ends_ = 0;
  is_body_ = false;
}

ssize_t HttpStream::read(char* ptr, size_t size) {
  if (has_failed_) return -1;
  const long got = left_ == 0 ? -1 : tls_.read(ptr, std::min(size, left_), deadline_);
  if (got <= 0) {
    has_failed_ = true;
    return got;
  }
  left_ -= static_cast<std::size_t>(got);
  if (!is_body_) watch_for_end(ptr, static_cast<std::size_t>(got));
  return got;
}

void HttpStream::take_large_body() {
  left_ = document_body_bytes_max;
  deadline_ = steady_clock::now() + patience_.large_body;
}

ssize_t HttpStream::write(const char* ptr, size_t size) {
  if (!tls_.write(ptr, size, steady_clock::now() + answer_within)) {
    has_failed_ = true;
    return -1;
  }
  return static_cast<ssize_t>(size);
}

// An empty line: LF, perhaps CR, LF.
void HttpStream::watch_for_end(const char* ptr, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    if (ptr[i] == '\n') ++ends_;
    else if (ptr[i] != '\r') ends_ = 0;
  }
  if (ends_ < 2) return;
  is_body_ = true;
  left_ = body_bytes_max;
  deadline_ = steady_clock::now() + patience_.body;
}

}  // namespace concordat::adapters::web
