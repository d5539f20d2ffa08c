#include <nlohmann/json.hpp>

#include "audit/notes_file.h"
#include "audit/tiles.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_place.h"
#include "console/terminal/progress.h"

namespace concordat::console {
namespace {

struct Export {
  std::string log, area, to;
  LogOptions pinned;
};

void bind_export(CLI::App& leaf, Export& to) {
  leaf.add_option("--log", to.log, "A stopped area, its log's folder, a copy of that, or an export")->type_name("PATH");
  leaf.add_option("--area", to.area, "An area: its directory says the log's key and name")->type_name("DIR");
  leaf.add_option("--to", to.to, "A new folder")->type_name("DIR")->required();
  bind(leaf, to.pinned);
  leaf.footer("C2SP tlog-tiles with entry bundles: headers alone, no annex, nothing sealed. Checked while it is written.\n"
              "Exit codes: 0 done; 2 the log does not verify, and no export was made; 1 it could not be read or written.\n\n"
              "Example:\n  concordat audit export --log demo --to /mnt/evidence/export");
}

// What goes along for whoever starts from a later key, or asks how far others knew the log.
Result<Unit, FileError> write_beside(const LogPlace& place, const audit::LogKeys& keys, const std::filesystem::path& to) {
  TRY(const std::vector<std::string> cosigned, audit::read_notes(place.log / audit::cosigned_name));
  if (!cosigned.empty()) {
    TRY([[maybe_unused]] const Unit written, audit::write_notes(to / audit::cosigned_name, cosigned));
  }
  if (keys.notes().empty()) return Unit{};
  return audit::write_notes(to / audit::key_changes_name, keys.notes());
}

Exit run_export(const Export& asked, Terminal& terminal) {
  const auto place = find_log(asked.log, asked.area, terminal);
  if (!place) return place.error();
  const auto keys = keys_of_log(asked.pinned, *place, terminal);
  if (!keys) return keys.error();
  const std::uint64_t of = entries_of(place->log);
  const audit::FsckReport report = audit::fsck(place->log, {.key = keys->first(), .known = {}, .day_keys = nullptr,
                                                             .progress = [&](std::uint64_t entries) { show_progress(terminal, "checking", entries, of); }, .changes = keys->changes()});
  terminal.progress_done();
  if (!report.ok()) {
    const std::string what = std::string{audit::fault_text(report.wrong->fault)} + " [" + std::string{audit::fault_code(report.wrong->fault)} + "]";
    return report.wrong->fault == audit::Fault::in_use ? terminal.failed(what) : terminal.no("log does not verify, and is not exported: " + what);
  }
  auto tiles = audit::TileWriter::begin(asked.to);
  if (!tiles) return terminal.failed(tiles.error().what);
  std::string note;
  std::optional<FileError> failed;
  const auto read = audit::read_log(place->log, [&](const audit::Slice& slice) {
    if (!slice.checkpoints.empty()) note = as_text(slice.checkpoints.back().bytes);
    const auto written = tiles->write(slice);
    if (!written) failed = written.error();
    show_progress(terminal, "exporting", tiles->size(), of);
    return written.has_value();
  }, audit::Annexes::none);
  terminal.progress_done();
  if (failed) return terminal.failed(failed->what);
  if (!read) return terminal.failed(std::string{audit::fault_text(audit::fault_of(read.error()))});
  if (const auto beside = write_beside(*place, *keys, asked.to); !beside) return terminal.failed(beside.error().what);
  const auto finished = tiles->finish(note, {keys->current(), keys->origin()});
  if (!finished) return terminal.failed(finished.error().what);
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"entries", tiles->size()}, {"folder", asked.to}}.dump(2) + "\n");
  else terminal.data("exported " + std::to_string(tiles->size()) + " entries to " + asked.to + "\n");
  return Exit::done;
}

}  // namespace

void add_audit_export(CLI::App& family, Tree& tree) {
  add_leaf<Export>(family, tree, "export", "Writes the log as tiles that stock tooling reads", bind_export, run_export);
}

}  // namespace concordat::console
