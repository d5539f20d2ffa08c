// The service: what the adapter answers over HTTPS, without knowing of sockets. It looks at documents with the kind's own
// pure translation, keeps what it accepts (Receipts), reads the out-folder, and writes into the in-folder. Thread-safe:
// everything it shares with the daemon is files that change by rename.
//
//   Service service{config, kind, clock};
//   WebAnswer answer = service.answer(request);
#pragma once

#include <atomic>
#include <functional>

#include "adapters/native.h"
#include "adapters/web/exchange.h"
#include "adapters/web/out_shelf.h"
#include "adapters/web/receipts.h"
#include "adapters/web/route.h"

namespace concordat::adapters::web {

struct ServiceParts {
  const Config& config;
  const Kind& kind;
  const Clock& clock;
  std::function<bool()> stops = [] { return false; };  // ends long polls
};

class Service {
public:
  explicit Service(ServiceParts parts) : parts_(std::move(parts)), receipts_(parts_.config), shelf_(parts_.config) {}

  Result<Unit, FileError> open() { return receipts_.open(); }
  bool move_on() { return receipts_.move_on(); }
  // A place for a body too long to hold; the answer to give where there is none.
  Result<std::unique_ptr<LargeBody>, WebAnswer> large_body();
  WebAnswer answer(const WebRequest& request);

private:
  WebAnswer send_document(const WebRequest& request);
  WebAnswer send_form(const WebRequest& request);
  WebAnswer send_fhir_message(const WebRequest& request);
  WebAnswer send_recall(const WebRequest& request);
  WebAnswer read_receipt(const WebRequest& request, const std::string& id) const;
  WebAnswer list_deliveries(const WebRequest& request);
  WebAnswer acknowledge(const WebRequest& request, const std::string& name) const;

  // What of the document would be sent, or why nothing.
  Problems problems_of(const WebRequest& request, const std::string& ending) const;
  Problems problems_of_envelope(const WebRequest& request) const;
  Problems problems_of_large(const LargeBody& body, const std::string& name) const;
  Result<Receipt, ReceiptRefused> accept(const WebRequest& request, const std::string& ending);

  ServiceParts parts_;
  Receipts receipts_;
  OutShelf shelf_;
  std::atomic<std::size_t> waiting_{0};
  std::shared_ptr<std::atomic<std::size_t>> large_ = std::make_shared<std::atomic<std::size_t>>(0);
};

// {"problems": [{"code", "where", "what"}]}
WebAnswer problems_answer(int status, const Problems& problems);
WebAnswer problem_answer(int status, std::string_view code);  // with what docs/codes.md says of it

}  // namespace concordat::adapters::web
