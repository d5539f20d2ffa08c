// Opening a log: which keys have signed it, and which of those at hand signs now. The files beside it say so at once; where they are
// missing, or a change was committed and nothing more came of it, the log's own entries say so.
#include "audit/log_state.h"
#include "audit/notes_file.h"

namespace concordat::audit {
namespace {

Result<std::optional<Bytes>, LogError> entry_at(const ReadTxn& read, std::uint64_t sequence) {
  auto stored = read.get(index_of(Store::entries), key_of(sequence));
  if (!stored) return Fail{log_error_of(stored.error())};
  return std::move(*stored);
}

// Entry 0 says whose log this is.
Result<Digest, LogError> first_key(const ReadTxn& read, const std::string& origin) {
  TRY(const std::optional<Bytes> stored, entry_at(read, 0));
  const auto genesis = stored ? decode_entry(*stored) : std::nullopt;
  if (!genesis || genesis->kind != EventKind::genesis || genesis->code != origin) return Fail{LogError::not_ours};
  return genesis->reference;
}

// Its change note, when the entry is a change of the log's key.
std::optional<std::string> note_in(ByteView entry) {
  const auto view = view_entry(entry);
  if (!view || view->kind != EventKind::key_rotated || view->code != log_key_code) return std::nullopt;
  return std::string{view->counterpart};
}

// What the file says, and the last entry: a change that was committed and never stated.
LogKeys stated(const ReadTxn& read, const std::filesystem::path& folder, LogKeys keys) {
  if (const auto notes = read_notes(folder / key_changes_name)) keys.follow_all(*notes);
  const auto last = read.last(index_of(Store::entries));
  if (const auto note = last && *last ? note_in((*last)->value) : std::nullopt) keys.follow(*note);
  return keys;
}

Result<LogKeys, LogError> searched(const ReadTxn& read, LogKeys keys) {
  std::vector<std::string> notes;
  const auto walked = read.visit(index_of(Store::entries), {}, {}, [&](ByteView, ByteView entry) {
    if (auto note = note_in(entry)) notes.push_back(std::move(*note));
    return true;
  });
  if (!walked) return Fail{log_error_of(walked.error())};
  keys.follow_all(notes);
  return keys;
}

bool is_signed(const ReadTxn& read, const LogKeys& keys) {
  const auto note = read.last(index_of(Store::checkpoints));
  return note && *note && verify_checkpoint(as_text((*note)->value), keys);
}

}  // namespace

Result<Unit, FileError> state_keys(const std::filesystem::path& folder, const LogKeys& keys) {
  const std::string verifier = verifier_key({keys.current(), keys.origin()}, NoteKey::log) + "\n";
  const auto said = read_file(folder / stated_key_name, note_bytes_max);
  if (!said || as_text(*said) != verifier) {
    TRY([[maybe_unused]] const Unit written, write_file(folder / stated_key_name, as_bytes(verifier), FileMode::owner_only));
  }
  const auto notes = read_notes(folder / key_changes_name);
  if (notes && *notes == keys.notes()) return Unit{};
  return write_notes(folder / key_changes_name, keys.notes());
}

Result<Unit, LogError> Log::learn_keys(State& state) {
  const auto read = ReadTxn::begin(state.env);
  if (!read) return Fail{log_error_of(read.error())};
  TRY(const Digest first, first_key(*read, state.options.origin));
  const LogKeys at_hand = state.keys;
  state.keys = stated(*read, state.options.folder, at_hand);
  if (sha256(state.keys.first().bytes) != first || !is_signed(*read, state.keys)) {
    TRY(state.keys, searched(*read, at_hand));
  }
  if (sha256(state.keys.first().bytes) != first) return Fail{LogError::not_ours};
  if (state.keys.current() == state.key->verify_key()) return Unit{};
  if (!state.options.next_key || state.keys.current() != state.options.next_key->verify_key()) return Fail{LogError::not_ours};
  state.key = std::make_shared<const SigningKey>(std::move(*state.options.next_key));
  return Unit{};
}

}  // namespace concordat::audit
