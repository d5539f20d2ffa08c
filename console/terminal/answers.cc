#include <algorithm>

#include "base/text.h"
#include "console/terminal/answer_table.h"
#include "console/terminal/command.h"
#include "console/terminal/written.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

struct Show {
  std::vector<std::string> files;
  std::string area;
};

void bind_show(CLI::App& leaf, Show& to) {
  leaf.add_option("FILE", to.files, "Answers, as an adapter keeps them in STATE/answers");
  leaf.add_option("--area", to.area, "An area on this machine: all answers of its adapters if no FILE is named, and where\nthe recipients' documents were written")
      ->type_name("DIR");
  leaf.footer("For each message a table: its fields down, its recipients across; in a cell what became of the field\n"
              "(released, a view's name, existence, withheld, concealed) and the clause that decided it.\n"
              "Exit codes: 0 done; 1 an answer could not be read; 3 it is no answer.\n\n"
              "Example:\n  concordat answers show --area demo");
}

std::vector<fs::path> files_of(const Show& asked) {
  std::vector<fs::path> files{asked.files.begin(), asked.files.end()};
  if (!files.empty()) return files;
  for (const fs::path& folder : adapter_folders(asked.area)) {
    std::error_code failed;
    for (fs::directory_iterator at{folder / "state" / "answers", failed}, end; !failed && at != end; at.increment(failed))
      if (at->path().extension() == ".json") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });  // ids are in time's order
  return files;
}

Exit run_show(const Show& asked, Terminal& terminal) {
  if (asked.files.empty() && asked.area.empty()) return terminal.failed("say which answers: FILE…, or --area DIR");
  std::vector<std::string> printed;
  for (const fs::path& file : files_of(asked)) {
    const auto answer = read_answer(file, terminal);
    if (!answer) return answer.error();
    if (terminal.is_json()) {
      printed.emplace_back(trim(answer->json));
      continue;
    }
    std::string text = answer_table(*answer, terminal);
    if (!asked.area.empty()) {
      text += "\n";
      for (const Written& written : written_of(asked.area, answer->message)) text += "  " + written.agency + " has it in " + written.document.string() + "\n";
    }
    terminal.data(text + "\n");
  }
  if (terminal.is_json()) terminal.data("[" + join(printed, ",\n") + "]\n");
  return Exit::done;
}

}  // namespace

void add_answers(Tree& tree) {
  CLI::App& family = add_family(tree, "answers", "What the broker answered to what was sent");
  add_leaf<Show>(family, tree, "show", "Who was given what of each message, and by which clause", bind_show, run_show);
}

}  // namespace concordat::console
