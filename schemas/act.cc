#include "schemas/act.h"

#include <algorithm>

#include "base/text.h"

namespace concordat::schemas {
namespace {

constexpr std::array<std::string_view, 16> kind_names{
    "agreement-propose", "agreement-approve", "agreement-reject", "agreement-activate", "agreement-suspend", "agreement-resume",
    "agreement-withdraw", "agreement-accede", "agreement-leave", "directory-propose", "directory-approve", "directory-reject",
    "directory-withdraw", "emergency-review", "hold-release", "hold-refuse"};

bool is_line(std::string_view text) {
  return !text.empty() && is_utf8(text) && !has_invisible(text) && trim(text) == text &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
bool is_word(std::string_view text) { return is_line(text) && text.find(' ') == std::string_view::npos; }

template <class Part>
bool is_ordered(const std::vector<Part>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!is_word(parts[i].what) || (i > 0 && !(parts[i - 1].what < parts[i].what))) return false;
  return true;
}

// Takes a statement's lines one by one; after the first that is not there nothing more.
class Lines {
public:
  explicit Lines(std::string_view text) : rest_(text) {}
  std::string_view take(std::string_view name) {
    const std::optional<std::string_view> value = take_if(name);
    ok_ = ok_ && value;
    return value.value_or(std::string_view{});
  }
  std::optional<std::string_view> take_if(std::string_view name) {
    const std::size_t end = rest_.find('\n');
    if (!ok_ || end == std::string_view::npos || !rest_.starts_with(name) || rest_.size() <= name.size() || rest_[name.size()] != ' ') return std::nullopt;
    const std::string_view value = rest_.substr(name.size() + 1, end - name.size() - 1);
    rest_.remove_prefix(end + 1);
    return value;
  }
  template <std::size_t N>
  std::array<std::byte, N> fixed(std::string_view hex) {
    std::array<std::byte, N> out{};
    const auto bytes = from_hex(hex);
    ok_ = ok_ && bytes && bytes->size() == N;
    if (ok_) std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
  }
  template <class T>
  T need(const std::optional<T>& value, T otherwise) {
    ok_ = ok_ && value;
    return value.value_or(otherwise);
  }
  bool done() const { return ok_ && rest_.empty(); }

private:
  std::string_view rest_;
  bool ok_ = true;
};

template <class Part>
auto find_part(const std::vector<Part>& parts, std::string_view what) {
  return std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.what == what; });
}

}  // namespace

std::string_view name_of(ActKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<ActKind> act_kind_named(std::string_view name) {
  const auto at = std::find(kind_names.begin(), kind_names.end(), name);
  return at == kind_names.end() ? std::nullopt : std::optional{static_cast<ActKind>(at - kind_names.begin())};
}

const std::string* Statement::said(std::string_view what) const {
  const auto found = find_part(says, what);
  return found == says.end() ? nullptr : &found->value;
}
const Digest* Statement::bound(std::string_view what) const {
  const auto found = find_part(binds, what);
  return found == binds.end() ? nullptr : &found->digest;
}

std::optional<std::string> write_statement(const Statement& statement) {
  const bool is_whole = is_word(statement.subject) && is_word(statement.person) && is_line(statement.reason) && is_ordered(statement.says) &&
                        is_ordered(statement.binds) &&
                        std::all_of(statement.says.begin(), statement.says.end(), [](const Particular& said) { return is_line(said.value); });
  if (!is_whole) return std::nullopt;
  std::string out;
  const auto line = [&out](std::string_view name, std::string_view value) { (((out += name) += ' ') += value) += '\n'; };
  line("concordat act", "1");
  line("kind", name_of(statement.kind));
  line("subject", statement.subject);
  line("agency", statement.agency.value());
  line("person", statement.person);
  line("key", to_hex(statement.key.value().bytes));
  line("at", format_instant(statement.at));
  line("nonce", to_hex(statement.nonce));
  for (const Particular& said : statement.says) line("says " + said.what, said.value);
  for (const Bound& bound : statement.binds) line("binds " + bound.what, to_hex(bound.digest.bytes));
  line("reason", statement.reason);
  if (out.size() > statement_bytes_max) return std::nullopt;
  return out;
}

std::optional<Statement> read_statement(std::string_view text) {
  if (text.size() > statement_bytes_max) return std::nullopt;
  Lines in{text};
  if (in.take("concordat act") != "1") return std::nullopt;
  Statement out{.kind = in.need(act_kind_named(in.take("kind")), ActKind::agreement_propose), .subject = std::string{in.take("subject")},
                .agency = in.need(parse_agency_id(in.take("agency")), AgencyId{"none/none"}), .person = std::string{in.take("person")},
                .key = KeyFingerprint{Digest{in.fixed<32>(in.take("key"))}}, .at = in.need(parse_instant(in.take("at")), Instant{}),
                .nonce = in.fixed<16>(in.take("nonce")), .reason = {}};
  while (const auto value = in.take_if("says")) {
    const std::size_t space = value->find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    out.says.push_back({std::string{value->substr(0, space)}, std::string{value->substr(space + 1)}});
  }
  while (const auto value = in.take_if("binds")) {
    const std::size_t space = value->find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    out.binds.push_back({std::string{value->substr(0, space)}, Digest{in.fixed<32>(value->substr(space + 1))}});
  }
  out.reason = in.take("reason");
  if (!in.done() || write_statement(out) != text) return std::nullopt;  // one spelling, or what is signed could be read in two ways
  return out;
}

std::optional<Act> sign_act(const Statement& statement, const SigningKey& key) {
  auto text = write_statement(statement);
  if (!text) return std::nullopt;
  const Signature signature = key.sign(as_bytes(*text));
  return Act{std::move(*text), signature};
}

bool is_signed_by(const Act& act, const VerifyKey& key) { return verify(key, as_bytes(act.statement), act.signature); }

Digest act_id(const Act& act) {
  Hasher hasher;
  hasher.add("concordat act id 1").add_sized(as_bytes(act.statement)).add(ByteView{act.signature.bytes});
  return hasher.finish();
}

}  // namespace concordat::schemas
