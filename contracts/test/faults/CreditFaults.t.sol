// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { CreditFaults } from "../../src/faults/CreditFaults.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { CallRuns } from "../../src/libraries/CallRuns.sol";
import { RecordRuns } from "../../src/libraries/RecordRuns.sol";
import {
    CarriedProof,
    CreditForeignProof,
    DataCreditMissingProof,
    DataCreditProof,
    ServiceCreditMissingProof,
    ServiceCreditProof,
    TotalsProof
} from "../../src/types/CreditProofs.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { CreditLeaf } from "../../src/types/Leaves.sol";
import { CreditRun, ReceiptRun, VersionRun } from "../../src/types/Runs.sol";
import { Book } from "./Book.sol";
import { CallTest } from "./CallTest.sol";

contract CreditFaultsTest is CallTest {
    function setUp() public override {
        super.setUp();
        prover = new CreditFaults(settlement, datanets, models, staking);
    }

    /// Every credit of both epochs holds; a wei more or less, another account, role, commitment or receipt does not.
    function test_everyCreditIsWhatItsCallBrings() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            uint256 count = honest(number).credits.length;
            for (uint256 i = 0; i < count; ++i) {
                this.standsAndFalls(number, i);
            }
        }
    }

    /// @dev External, so that each credit starts with fresh memory.
    function standsAndFalls(uint256 number, uint256 i) external view {
        Book memory book = honest(number);
        CreditLeaf memory credit = book.credits[i];
        uint8 kind = credit.role < 4 ? 49 : 50;
        refuse(kind, _wrong(book, i), CreditFaults.CreditHolds.selector);
        refuse(48, _foreign(book, i), CreditFaults.CreditHolds.selector);
        refuse(99 - kind, _wrong(book, i, 99 - kind), CreditFaults.WrongRole.selector);
        credit.amount += 1;
        convict(kind, _wrong(book, i), book.header());
        credit.amount -= 2;
        convict(kind, _wrong(book, i), book.header());
        credit.amount += 1;
        address account = credit.account;
        credit.account = stranger;
        convict(kind, _wrong(book, i), book.header());
        credit.account = account;
        bytes32 commitment = credit.commitment;
        credit.commitment = keccak256("another");
        convict(kind, _wrong(book, i), book.header());
        credit.commitment = commitment;
        credit.receipt = credit.receipt == 0 ? 1 : 0;
        refuse(kind, _wrong(book, i), CallRuns.OtherReceipt.selector);
        convict(48, _foreign(book, i), book.header());
    }

    function test_foreignCredits() public view {
        Book memory book = honest(2);
        CreditLeaf memory credit = book.credits[3];
        uint8 role = credit.role;
        uint8[3] memory unknown = [0, 7, 255];
        for (uint256 i = 0; i < 3; ++i) {
            credit.role = unknown[i];
            convict(48, _foreign(book, 3), book.header());
        }
        credit.role = role;
        uint128 amount = credit.amount;
        credit.amount = 0;
        convict(48, _foreign(book, 3), book.header());
        credit.amount = amount;
        uint32 receipt = credit.receipt;
        ReceiptRun memory none;
        credit.receipt = uint32(book.receipts.length);
        convict(48, abi.encode(CreditForeignProof(book.header(), book.creditRun(3, 1), none)), book.header());
        credit.receipt = type(uint32).max;
        convict(48, abi.encode(CreditForeignProof(book.header(), book.creditRun(3, 1), none)), book.header());
        credit.receipt = receipt;
        // The receipt at another index shows nothing.
        CreditForeignProof memory proof =
            CreditForeignProof(book.header(), book.creditRun(3, 1), book.receiptRun((receipt + 1) % 7, 1));
        refuse(48, abi.encode(proof), CallRuns.OtherReceipt.selector);
        proof.receipt.first = receipt;
        refuse(48, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.receipt = none;
        refuse(48, abi.encode(proof), IFaultProver.WrongRunLength.selector);
        credit.callId = callId(99);
        convict(48, _foreign(book, 3), book.header());
    }

    /// Every credit of both epochs is missed when it is left out.
    function test_everyCreditIsMissed() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            uint256 count = honest(number).credits.length;
            for (uint256 i = 0; i < count; ++i) {
                this.missed(number, i);
            }
        }
    }

    /// @dev External, so that each credit starts with fresh memory.
    function missed(uint256 number, uint256 i) external view {
        Book memory book = honest(number);
        CreditLeaf memory credit = book.credits[i];
        uint8 kind = credit.role < 4 ? 51 : 52;
        refuse(kind, _missing(book, credit, book.creditRun(i, 1)), IFaultProver.NotAbsent.selector);
        refuse(kind, _missing(book, credit, book.creditRun(0, 0)), IFaultProver.NotAbsent.selector);
        book.dropCredit(i);
        convict(kind, _missing(book, credit, book.creditAbsence(credit)), book.header());
    }

    function test_whatBringsNothingIsNotMissed() public view {
        Book memory book = honest(2);
        CreditLeaf memory credit = book.credits[0];
        (credit.role, credit.account, credit.commitment) = (2, stranger, 0);
        refuse(51, _missing(book, credit, book.creditAbsence(credit)), CreditFaults.NothingDue.selector);
        credit.role = 3;
        refuse(51, _missing(book, credit, book.creditAbsence(credit)), CreditFaults.NothingDue.selector);
        (credit.role, credit.commitment) = (4, keccak256("no record"));
        refuse(52, _missing(book, credit, book.creditAbsence(credit)), CreditFaults.NothingDue.selector);
        credit.role = 6;
        refuse(52, _missing(book, credit, book.creditAbsence(credit)), CreditFaults.NothingDue.selector);
        credit.role = 7;
        refuse(52, _missing(book, credit, book.creditAbsence(credit)), CreditFaults.WrongRole.selector);
    }

    /// A run that leaves out the call's first or last attribution would change the cuts: it is refused.
    function test_onlyWholeCallsCount() public view {
        Book memory book = honest(2);
        uint256 i = 0;
        while (book.credits[i].callId != callId(5) || book.credits[i].role != 4) ++i;
        DataCreditProof memory proof = abi.decode(_wrong(book, i), (DataCreditProof));
        proof.call = book.attributionRun(1, 3);
        refuse(50, abi.encode(proof), CallRuns.CallIncomplete.selector);
        proof.call = book.attributionRun(0, 2);
        refuse(50, abi.encode(proof), CallRuns.CallIncomplete.selector);
        proof.call = book.attributionRun(0, 0);
        refuse(50, abi.encode(proof), CallRuns.CallIncomplete.selector);
        proof.call = book.attributionRun(4, 3);
        refuse(50, abi.encode(proof), CallRuns.CallIncomplete.selector);
    }

    /// The contributor is the one that the first of the call's versions names.
    function test_recordPlaceIsTheFirst() public view {
        Book memory book = honest(2);
        uint256 i = 0;
        while (book.credits[i].role != 4 || book.credits[i].commitment != record(1, 0)) ++i;
        DataCreditProof memory proof = abi.decode(_wrong(book, i), (DataCreditProof));
        require(proof.place.absent.length == 1, "the record is in the second version of the call");
        proof.place.absent[0] = versionRun(0, 0, 1);
        refuse(50, abi.encode(proof), IFaultProver.NotAbsent.selector);
        proof.place.absent[0] = versionRun(1, 0, 1);
        refuse(50, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.place.absent = new VersionRun[](0);
        refuse(50, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.place.absent = new VersionRun[](2);
        refuse(50, abi.encode(proof), RecordRuns.NoSuchVersion.selector);
    }

    function test_totals() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            Book memory book = honest(number);
            refuse(53, _totals(book), CreditFaults.TotalsHold.selector);
            book.burned += 1;
            convict(53, _totals(book), book.header());
            book.burned -= 1;
            book.carriedTotal += 1;
            convict(53, _totals(book), book.header());
            book.burned -= 1;
            convict(53, _totals(book), book.header());
        }
        _carriedIsProvenByHeaders();
        Book memory second = honest(2);
        TotalsProof memory proof = TotalsProof(second.header(), honest(2).header(), second.receiptRun(0, 7));
        refuse(53, abi.encode(proof), IFaultProver.NotPrevious.selector);
        proof.receipts = second.receiptRun(0, 6);
        refuse(53, abi.encode(proof), IFaultProver.WrongRunLength.selector);
    }

    function _carriedIsProvenByHeaders() private view {
        Book memory first = honest(1);
        Book memory second = honest(2);
        Epoch memory none;
        refuse(54, abi.encode(CarriedProof(first.header(), none)), CreditFaults.TotalsHold.selector);
        refuse(54, abi.encode(CarriedProof(second.header(), first.header())), CreditFaults.TotalsHold.selector);
        refuse(54, abi.encode(CarriedProof(second.header(), second.header())), IFaultProver.NotPrevious.selector);
        (first.carriedTotal, second.carriedTotal) = (1, 1);
        convict(54, abi.encode(CarriedProof(first.header(), none)), first.header());
        convict(54, abi.encode(CarriedProof(second.header(), honest(1).header())), second.header());
        second.previous = first.header().hash();
        refuse(54, abi.encode(CarriedProof(second.header(), first.header())), CreditFaults.TotalsHold.selector);
        second.carriedTotal = 0;
        convict(54, abi.encode(CarriedProof(second.header(), first.header())), second.header());
    }

    /// What would be right today, or without ancestors, curators and disputes, is wrong for a call from before.
    function test_ownersAreThoseOfTheReceiptsTime() public view {
        Book memory book = honest(2);
        uint256 pot = 0;
        bytes32 dispute = datanets.disputeAt(datanetIds[0], contributorOf(0, 1), record(0, 1), CALLED_AGAIN_AT);
        while (book.credits[pot].account != datanets.potOf(dispute)) ++pot;
        book.credits[pot].account = contributorOf(0, 1);
        convict(50, _wrong(book, pot), book.header());
        for (uint256 i = 0; i < book.credits.length; ++i) {
            CreditLeaf memory credit = book.credits[i];
            if (credit.role == 2 && credit.account == buyer) credit.account = heir;
            else if (credit.role == 5 && credit.account == heir) credit.account = stranger;
            else if (credit.role == 3) credit.account = maker;
            else continue;
            convict(credit.role < 4 ? 49 : 50, _wrong(book, i), book.header());
        }
    }

    /// No leaves in other places, and no change of a word, convict an honest epoch.
    function testFuzz_honestEpochsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        uint256 i = (seed >> 160) % book.credits.length;
        uint8 kind = book.credits[i].role < 4 ? 49 : 50;
        neverConvicts(kind, mutate(_wrong(book, i), seed), book.header());
        neverConvicts(48, mutate(_foreign(book, i), seed), book.header());
        neverConvicts(53, mutate(_totals(book), seed), book.header());
        Epoch memory previous;
        if (book.number > 1) previous = honest(1).header();
        neverConvicts(54, mutate(abi.encode(CarriedProof(book.header(), previous)), seed), book.header());
        CreditRun memory any = book.creditRun((seed >> 184) % (book.credits.length - 1), 1 + (seed >> 176) % 2);
        neverConvicts(kind + 2, _missing(book, book.credits[i], any), book.header());
        neverConvicts(kind + 2, mutate(_missing(book, book.credits[i], any), seed), book.header());
        ReceiptRun memory receipt = book.receiptRun((seed >> 192) % book.receipts.length, 1);
        CreditForeignProof memory foreign = CreditForeignProof(book.header(), book.creditRun(i, 1), receipt);
        neverConvicts(48, abi.encode(foreign), book.header());
    }

    function _wrong(Book memory book, uint256 i) private view returns (bytes memory) {
        return _wrong(book, i, book.credits[i].role < 4 ? 49 : 50);
    }

    function _wrong(Book memory book, uint256 i, uint8 kind) private view returns (bytes memory) {
        CreditLeaf memory credit = book.credits[i];
        ReceiptRun memory receipt = book.receiptRun(credit.receipt, 1);
        if (kind == 49) return abi.encode(ServiceCreditProof(book.header(), book.creditRun(i, 1), receipt));
        return abi.encode(
            DataCreditProof(
                book.header(),
                book.creditRun(i, 1),
                receipt,
                callRun(book, credit.callId),
                placeOf(receipt.leaves[0], credit.commitment)
            )
        );
    }

    function _foreign(Book memory book, uint256 i) private pure returns (bytes memory) {
        return abi.encode(
            CreditForeignProof(book.header(), book.creditRun(i, 1), book.receiptRun(book.credits[i].receipt, 1))
        );
    }

    function _missing(Book memory book, CreditLeaf memory key, CreditRun memory absent)
        private
        view
        returns (bytes memory)
    {
        ReceiptRun memory receipt = book.receiptRun(key.receipt, 1);
        if (key.role < 4) {
            return abi.encode(ServiceCreditMissingProof(book.header(), receipt, key.role, key.account, absent));
        }
        return abi.encode(
            DataCreditMissingProof(
                book.header(),
                receipt,
                callRun(book, key.callId),
                key.role,
                key.commitment,
                placeOf(receipt.leaves[0], key.commitment),
                absent,
                key.account
            )
        );
    }

    function _totals(Book memory book) private view returns (bytes memory) {
        Epoch memory previous;
        if (book.number > 1) previous = honest(book.number - 1).header();
        return abi.encode(TotalsProof(book.header(), previous, book.receiptRun(0, book.receipts.length)));
    }
}
