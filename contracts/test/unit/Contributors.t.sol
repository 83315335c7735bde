// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";
import { OddWallet, Wallet } from "../support/Wallet.sol";
import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// Who may contribute how much: contract wallets, wallets whose code changes, limits, licence, revocation.
contract ContributorsTest is Fixture {
    bytes32 private datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = createDatanet();
    }

    function batch(uint256 from, uint256 count) private pure returns (bytes32[] memory list) {
        list = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = keccak256(abi.encode("batch", from + i));
        }
    }

    function register(uint256 key, address by, bytes32[] memory list) private {
        datanets.registerContribution(
            datanetId, by, list, block.timestamp, signContribution(key, datanetId, by, list, block.timestamp)
        );
    }

    function refuse(uint256 key, address by, bytes32[] memory list, bytes memory reason) private {
        bytes memory signature = signContribution(key, datanetId, by, list, block.timestamp);
        vm.expectRevert(reason);
        datanets.registerContribution(datanetId, by, list, block.timestamp, signature);
    }

    // ── signatures ────────────────────────────────────────────────────────────────────────────────────────────────

    function test_contractWalletContributes() public {
        address wallet = address(new Wallet(signer));
        register(SIGNER_KEY, wallet, batch(0, 3));
        (uint64 registeredAt,) =
            datanets.contributionOf(keccak256(abi.encode(datanetId, wallet, contributionRoot(batch(0, 3)))));
        vm.assertEq(registeredAt, START);
        bytes memory bad = abi.encodeWithSelector(IDatanetRegistry.BadContributionSignature.selector);
        refuse(STRANGER_KEY, wallet, batch(3, 3), bad);
    }

    function test_oddWalletsAreRefused() public {
        OddWallet wallet = new OddWallet();
        bytes memory bad = abi.encodeWithSelector(IDatanetRegistry.BadContributionSignature.selector);
        bytes[4] memory answers = [
            bytes(""),
            abi.encodePacked(IERC1271.isValidSignature.selector),
            abi.encode(uint256(uint32(IERC1271.isValidSignature.selector))),
            abi.encode(true)
        ];
        for (uint256 i = 0; i < 4; ++i) {
            wallet.set(answers[i], false);
            refuse(SIGNER_KEY, address(wallet), batch(0, 1), bad);
        }
        wallet.set(abi.encode(IERC1271.isValidSignature.selector), true);
        refuse(SIGNER_KEY, address(wallet), batch(0, 1), bad);
    }

    /// EIP-7702: an account's code comes, changes and goes. Its key signs throughout; what only code takes is taken only
    /// while that code is there.
    function test_accountWhoseCodeChanges() public {
        bytes memory bad = abi.encodeWithSelector(IDatanetRegistry.BadContributionSignature.selector);
        register(CONTRIBUTOR_KEY, contributor, batch(0, 1));
        refuse(SIGNER_KEY, contributor, batch(1, 1), bad);

        vm.etch(contributor, address(new Wallet(signer)).code);
        register(CONTRIBUTOR_KEY, contributor, batch(1, 1));
        register(SIGNER_KEY, contributor, batch(2, 1));

        vm.etch(contributor, address(new OddWallet()).code);
        register(CONTRIBUTOR_KEY, contributor, batch(3, 1));
        refuse(SIGNER_KEY, contributor, batch(4, 1), bad);

        vm.etch(contributor, "");
        register(CONTRIBUTOR_KEY, contributor, batch(4, 1));
        refuse(SIGNER_KEY, contributor, batch(5, 1), bad);
        // A signature that some code took once is used up, whoever signs the batch again.
        bytes32 id = keccak256(abi.encode(datanetId, contributor, contributionRoot(batch(2, 1))));
        refuse(
            CONTRIBUTOR_KEY,
            contributor,
            batch(2, 1),
            abi.encodeWithSelector(IDatanetRegistry.ContributionExists.selector, id)
        );
    }

    // ── limits ────────────────────────────────────────────────────────────────────────────────────────────────────

    function setLimits(uint32 inAll, uint32 aDay) private {
        vm.prank(datanetOwner);
        datanets.setLimits(datanetId, IDatanetRegistry.Limits(inAll, aDay));
    }

    function test_limitsByDayAndInAll() public {
        register(CONTRIBUTOR_KEY, contributor, batch(0, 2));
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.LimitsSet(datanetId, 6, 3);
        setLimits(6, 3);
        vm.assertEq(datanets.limitsOf(datanetId).recordsInAll, 6);
        refuse(
            CONTRIBUTOR_KEY,
            contributor,
            batch(2, 2),
            abi.encodeWithSelector(IDatanetRegistry.AboveAccountLimit.selector, contributor, 4, 3)
        );
        register(CONTRIBUTOR_KEY, contributor, batch(2, 1));
        (uint32 inAll, uint32 today) = datanets.registeredBy(datanetId, contributor);
        vm.assertEq(inAll, 3);
        vm.assertEq(today, 3);
        vm.warp(START + 1 days);
        (inAll, today) = datanets.registeredBy(datanetId, contributor);
        vm.assertEq(today, 0);
        register(CONTRIBUTOR_KEY, contributor, batch(3, 3));
        vm.warp(START + 2 days);
        refuse(
            CONTRIBUTOR_KEY,
            contributor,
            batch(6, 1),
            abi.encodeWithSelector(IDatanetRegistry.AboveAccountLimit.selector, contributor, 7, 6)
        );
        // Others have their own.
        register(STRANGER_KEY, stranger, batch(6, 3));
        setLimits(0, 0);
        register(CONTRIBUTOR_KEY, contributor, batch(6, 40));
    }

    function testFuzz_nobodyExceedsTheLimits(uint8[12] calldata sizes, uint32 limit, uint32 aDay) public {
        limit = limit % 60 + 1;
        aDay = aDay % 20 + 1;
        setLimits(limit, aDay);
        uint256 next = 0;
        uint256 taken = 0;
        uint256 takenToday = 0;
        for (uint256 i = 0; i < 12; ++i) {
            if (i % 4 == 0) {
                vm.warp(START + i * 1 days);
                takenToday = 0;
            }
            uint256 size = uint256(sizes[i]) % 15 + 1;
            bytes32[] memory list = batch(next, size);
            bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, block.timestamp);
            bool fits = taken + size <= limit && takenToday + size <= aDay;
            try datanets.registerContribution(datanetId, contributor, list, block.timestamp, signature) {
                vm.assertTrue(fits, "above a limit");
                (next, taken, takenToday) = (next + size, taken + size, takenToday + size);
            } catch {
                vm.assertFalse(fits);
            }
        }
        (uint32 inAll, uint32 today) = datanets.registeredBy(datanetId, contributor);
        vm.assertEq(inAll, taken);
        vm.assertEq(today, takenToday);
    }

    // ── licence and revocation ────────────────────────────────────────────────────────────────────────────────────

    function test_licenceHoldsFromItsTimeOn() public {
        vm.assertEq(datanets.licenceAt(datanetId, START - 1).termsHash, bytes32(0));
        vm.assertEq(datanets.licenceAt(datanetId, START).termsHash, keccak256("terms"));
        vm.warp(START + 7);
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.LicenceSet(datanetId, "CC-BY-4.0", "by");
        vm.prank(datanetOwner);
        datanets.setLicence(datanetId, "CC-BY-4.0", "by");
        vm.assertEq(datanets.licenceAt(datanetId, START + 6).since, START);
        IDatanetRegistry.Licence memory licence = datanets.licenceAt(datanetId, START + 7);
        vm.assertEq(licence.termsHash, bytes32("by"));
        vm.assertEq(keccak256(bytes(licence.name)), keccak256("CC-BY-4.0"));
        vm.assertEq(licence.since, START + 7);
        vm.assertEq(datanets.licenceAt("none", START + 7).since, 0);
    }

    function test_contributorRevokes() public {
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.RecordsRevoked(datanetId, contributor, batch(0, 2));
        vm.prank(contributor);
        datanets.revokeRecords(datanetId, batch(0, 2));
    }

    function test_refusesBadInput() public {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, bytes32("none")));
        datanets.revokeRecords("none", batch(0, 1));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadCommitmentCount.selector, 0, 1024));
        datanets.revokeRecords(datanetId, batch(0, 0));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadCommitmentCount.selector, 1025, 1024));
        datanets.revokeRecords(datanetId, batch(0, 1025));
        bytes memory notOwner =
            abi.encodeWithSelector(IDatanetRegistry.NotDatanetOwner.selector, datanetId, address(this));
        vm.expectRevert(notOwner);
        datanets.setLimits(datanetId, IDatanetRegistry.Limits(1, 1));
        vm.expectRevert(notOwner);
        datanets.setLicence(datanetId, "MIT", "t");
        vm.startPrank(datanetOwner);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadLicence.selector));
        datanets.setLicence(datanetId, "", "t");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadLicence.selector));
        datanets.setLicence(datanetId, string(new bytes(65)), "t");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroHash.selector));
        datanets.setLicence(datanetId, "MIT", 0);
        vm.stopPrank();
    }
}
