// One connection as the HTTP library reads it: so many bytes of headers and of body, each in its time, and no more. It sees
// where the headers end, because the library reads them byte by byte. What goes past a bound has failed, and stays so.
//
//   HttpStream stream{*tls, socket, patience};
//   stream.begin_request();            // before each
//   if (stream.closes()) …             // nothing more is served on it
#pragma once

#include <httplib.h>

#include <chrono>

#include "adapters/web/limits.h"
#include "adapters/web/tls.h"

namespace concordat::adapters::web {

class HttpStream final : public httplib::Stream {
public:
  HttpStream(TlsConnection& tls, socket_t socket, const Patience& patience) : tls_(tls), socket_(socket), patience_(patience) {}

  void begin_request();
  void take_large_body();            // of this request: as long as a document may be, in its own time
  void close_after() { closes_ = true; }
  bool closes() const { return closes_ || has_failed_; }
  bool has_failed() const { return has_failed_; }

  bool is_readable() const override { return !has_failed_; }
  bool is_writable() const override { return !has_failed_; }
  ssize_t read(char* ptr, size_t size) override;
  ssize_t write(const char* ptr, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }  // nobody is known by an address
  void get_local_ip_and_port(std::string& ip, int& port) const override { ip.clear(), port = 0; }
  socket_t socket() const override { return socket_; }

private:
  void watch_for_end(const char* ptr, std::size_t size);

  TlsConnection& tls_;
  socket_t socket_;
  const Patience& patience_;
  std::size_t left_ = 0;
  Deadline deadline_{};
  unsigned ends_ = 0;  // of lines, with nothing but CR between
  bool is_body_ = false;
  bool has_failed_ = false;
  bool closes_ = false;
};

}  // namespace concordat::adapters::web
