// A broker with a register: the area's directory with people in it, and an agreement "hub" between council, police and, once it
// accedes, a school.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tests/broker/fixture.h"
#include "tests/broker/people.h"

namespace concordat::broker {

// Names and birth dates among its parties, from April to March; approved by council and police.
std::string hub_text(int version, const std::string& dates = "2026-04-01 until 2027-04-01");

class GovernedTest : public BrokerTest {
protected:
  GovernedTest();
  audit::Event imported(const std::string& text, const std::string& name) const;  // as signed files are
  Session person_session(Who who) const;
  ActRow proposal(Who who, const std::string& text, const std::string& subject);
  ActRow word(Who who, schemas::ActKind kind, const std::string& subject, std::vector<schemas::Particular> says = {});
  void ask(Who carrier, const ActRow& row, bool is_dry = false);
  // Asked, run, and the answer's JSON.
  nlohmann::json act(Who carrier, const ActRow& row, bool is_dry = false);
  std::vector<schemas::Answer> answers() const { return network_.all<schemas::Answer>(); }
  std::string code_of_last() const { return answers().back().code; }
  std::string state(const std::string& name) const;
  std::vector<std::string> codes(audit::EventKind kind) const;
  // From the council to the police, under the agreement named.
  schemas::Message referral_under_hub(int version = 1);

  People people_;
  std::size_t answers_before_ = 0;  // when the last ask() went
};

}  // namespace concordat::broker
