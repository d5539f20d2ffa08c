#include <array>

#include "adapters/council/translate.h"
#include "adapters/native.h"
#include "adapters/nhs/translate.h"
#include "adapters/police/translate.h"
#include "adapters/probation/translate.h"
#include "adapters/school/translate.h"

namespace concordat::adapters {
namespace {

constexpr std::array<Kind, 5> all_kinds{{
    {"police", "NIEM/LEXS incident reports, juvenile histories, health records; court result messages, annotated hearing outcomes, PNC replies; POLE",
     "POLE-shaped XML", police::translate, police::render, police::tell},
    {"nhs", "FHIR: BaRS messages, e-RS, PDS and UK Core resources, lone Flags; JSON or XML", "FHIR R4 BaRS message bundle, JSON",
     nhs::translate, nhs::render, nhs::tell},
    {"council", "Children in Need census XML; JSON of the social care API, of care applications", "children's social care JSON",
     council::translate, council::render, council::tell},
    {"probation", "HMPPS domain events, bare or SNS-wrapped, with the detail beside them",
     "HMPPS domain event with its detail, JSON", probation::translate, probation::render, probation::tell},
    {"school", "concern form, JSON or CSV, with identity from class-list CSV, Common Transfer File or Individualised Learner Record XML",
     "concern form, JSON", school::translate, school::render, school::tell},
}};

}  // namespace

std::span<const Kind> kinds() { return all_kinds; }

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : all_kinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace concordat::adapters
