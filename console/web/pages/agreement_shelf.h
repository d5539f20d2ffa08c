// The agreements that this console has copies of, and how each stands today; and the text that a page is about, be it one of those
// or a draft. Read from the folder that console.toml names.
//
//   auto about = agreement_about(visit);
//   if (!about) return std::move(about).error();
//   show(about->text);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console/web/visit.h"
#include "policy/agreement.h"
#include "policy/book.h"

namespace concordat::console::web {

struct ShelvedAgreement {
  policy::Agreement tree;
  std::string text;
  std::string state;   // "In force"
  std::string colour;  // of its tag
  bool is_in_force = false;
  std::filesystem::path file = {};
  std::string name() const;     // "lbbd-prevent/1"
  std::string address() const;  // "/agreements/lbbd-prevent/1"
};

// By name, the latest version first. Of what cannot be read as an agreement, nothing.
std::vector<ShelvedAgreement> agreement_shelf(const std::filesystem::path& folder, Date today);

// The organisations there are: of the directory that console.toml names, else those that the agreement does.
policy::Parties parties_for(const Settings& settings, const policy::Agreement& agreement);

// What a page is about: /agreements/:name/:version or /drafts/:id. Of what is not on the shelf, such as a proposal, the broker is asked.
struct AgreementAbout {
  std::string title;    // "lbbd-prevent/1", or what a draft calls itself
  std::string address;  // without a slash at its end
  std::string text;
  bool is_draft = false;
};
Result<AgreementAbout, Response> agreement_about(Visit& visit);

// The version of that name that counts now, as the broker has it; both are empty if there is none.
struct InForce {
  std::string name;  // "lbbd-prevent/1"
  std::string text;
};
Result<InForce, Response> told_in_force(Visit& visit, const std::string& name, const std::string& reason);
Result<InForce, std::string> told_in_force(Line& line, const std::string& name, const std::string& reason);  // in words, if not

// The heading, state and tabs of such a page, for the partial _agreement_tabs; `here` is the end of the tab's address.
View agreement_view(const AgreementAbout& about, std::string_view here);

// The agreement alone, everybody of `parties` having acceded; nothing if its text has errors.
std::shared_ptr<const policy::AgreementBook> book_of(const std::string& text, const policy::Parties& parties);

}  // namespace concordat::console::web
