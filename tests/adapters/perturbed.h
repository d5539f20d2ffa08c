// Documents changed on purpose, for tests that ask what a mapping does with each part of one: a fixture with an unknown
// member at every object, or with one leaf taken out.
//
//   const Perturbed document = with_strangers(golden::fixture("nhs/pds-sensitive.json"));
//   for (const Stranger& stranger : document.strangers) …   // must be told as not carried
#pragma once

#include <string>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters::golden {

struct Stranger {
  std::string name;                    // "zzStranger12", found nowhere else
  std::vector<std::string> ancestors;  // names of what it lies in, outermost first, without the outermost
};
struct Perturbed {
  NativeInput input;
  std::vector<Stranger> strangers;
};
// JSON: a member in every object. XML: a child in every element that has children, an attribute on every element.
Perturbed with_strangers(const NativeInput& fixture);

struct Leaf {
  std::string path;   // without positions: "Patient.name.family", "Child.CINdetails.PrimaryNeedCode"
  std::string value;
  NativeInput without;  // the document without it
};
// The document as the others are written, but whole.
NativeInput rewritten(const NativeInput& fixture);
// Every value of a document: members of JSON, elements without children and attributes of XML, cells of CSV.
std::vector<Leaf> leaves(const NativeInput& fixture);

}  // namespace concordat::adapters::golden
