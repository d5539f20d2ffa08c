// What the broker answered to one message, as an adapter keeps it (STATE/answers/MESSAGE.json), and its one table: the
// fields down, the recipients across; in each cell what became of the field and by which clause. Holds no value.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "console/terminal/terminal.h"

namespace concordat::console {

struct AnswerRow {
  std::string path;
  std::string outcome;
  std::string granted_by;
  std::string capped_by;
  std::string because;
};
struct AnswerOutcome {
  std::string recipient;
  std::string outcome;  // disclosed, refused, waiting
  std::string code;
  std::string agreement;
  std::vector<AnswerRow> rows;
};
struct SentAnswer {
  std::string message;
  std::string native;
  std::string place;
  std::string state;  // sent, accepted, settled, refused
  std::string code;   // of refused
  std::vector<AnswerOutcome> outcomes;
  std::string json;   // as it lies on disk

  bool is_disclosed() const;  // to every recipient
  bool is_final() const;      // nothing more comes without a person's decision
};

Result<SentAnswer, Exit> read_answer(const std::filesystem::path& file, const Terminal& terminal);
std::string answer_table(const SentAnswer& answer, const Terminal& terminal);

}  // namespace concordat::console
