// A scenario's message: canonical JSON, then changes by path. A list without a position means its first
// element.
//
//   ScenarioMessage draft = *ScenarioMessage::of_type("referral");
//   draft.set("subject.names[0].given", "Ann");
//   auto message = draft.finish(defaults);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "schemas/json.h"

namespace concordat::console {

class ScenarioMessage {
public:
  static Result<ScenarioMessage, std::string> of_json(const std::string& text);
  static Result<ScenarioMessage, std::string> of_type(const std::string& type);  // with an empty body
  ScenarioMessage(ScenarioMessage&&) noexcept;
  ScenarioMessage& operator=(ScenarioMessage&&) noexcept;
  ~ScenarioMessage();

  // What is wrong with the path, if anything.
  std::optional<std::string> set(const std::string& path, const std::string& value);
  std::optional<std::string> remove(const std::string& path);
  void say_in_envelope(const std::string& key, const std::string& value);

  Result<schemas::Message, std::vector<schemas::Problem>> finish(const schemas::EnvelopeDefaults& defaults) const;

private:
  struct Json;  // the message's, as a tree
  explicit ScenarioMessage(std::unique_ptr<Json> json);
  std::unique_ptr<Json> json_;
};

}  // namespace concordat::console
