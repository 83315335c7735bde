// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { Curator } from "../../src/types/Curator.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract DatanetRegistryTest is Fixture {
    bytes32 private datanetId;

    function setUp() public override {
        super.setUp();
        datanetId = createDatanet();
    }

    // ── create ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_createStoresTheDatanet() public view {
        vm.assertEq(datanetId, keccak256(abi.encode(block.chainid, datanetOwner, "icd-10")));
        IDatanetRegistry.Datanet memory datanet = datanets.datanetOf(datanetId);
        vm.assertEq(datanet.owner, datanetOwner);
        vm.assertEq(datanet.treasury, treasury);
        vm.assertEq(datanet.curatorRateBps, 1000);
        vm.assertEq(datanet.createdAt, START);
        vm.assertEq(datanet.termsHash, keccak256("terms"));
        vm.assertEq(datanet.metadataHash, keccak256("metadata"));
    }

    function test_createTwiceIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetExists.selector, datanetId));
        vm.prank(datanetOwner);
        datanets.create("icd-10", treasury, 1000, keccak256("terms"), keccak256("metadata"));
    }

    function test_anotherOwnerMayUseTheSlug() public {
        vm.prank(stranger);
        bytes32 other = datanets.create("icd-10", treasury, 0, keccak256("terms"), keccak256("metadata"));
        vm.assertNotEq(other, datanetId);
    }

    function test_createRefusesBadInput() public {
        string[2] memory slugs = ["", "a-slug-of-sixty-five-bytes-01234567890123456789012345678901234567"];
        vm.assertEq(bytes(slugs[1]).length, 65);
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadSlug.selector));
            datanets.create(slugs[i], treasury, 0, "t", "m");
        }
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroAddress.selector));
        datanets.create("s", address(0), 0, "t", "m");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.CuratorRateTooHigh.selector, 2001, 2000));
        datanets.create("s", treasury, 2001, "t", "m");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroHash.selector));
        datanets.create("s", treasury, 0, 0, "m");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroHash.selector));
        datanets.create("s", treasury, 0, "t", 0);
    }

    // ── owner and curators ────────────────────────────────────────────────────────────────────────────────────────

    function test_transferMovesTheFutureOnly() public {
        vm.assertEq(datanets.ownerAt(datanetId, START - 1), address(0));
        vm.assertEq(datanets.ownerAt(datanetId, START), datanetOwner);
        vm.warp(START + 100);
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.DatanetTransferred(datanetId, datanetOwner, stranger);
        vm.prank(datanetOwner);
        datanets.transferFrom(datanetOwner, stranger, uint256(datanetId));
        vm.assertEq(datanets.ownerAt(datanetId, START + 99), datanetOwner);
        vm.assertEq(datanets.ownerAt(datanetId, START + 100), stranger);
        vm.assertEq(datanets.datanetOf(datanetId).owner, stranger);
        vm.assertEq(datanets.datanetOf(datanetId).treasury, treasury);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotDatanetOwner.selector, datanetId, datanetOwner));
        vm.prank(datanetOwner);
        datanets.publishVersion(datanetId, "v1", 1, "d", 0);
        vm.prank(stranger);
        datanets.publishVersion(datanetId, "v1", 1, "d", 0);
        // The creator's id stays taken.
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.DatanetExists.selector, datanetId));
        vm.prank(datanetOwner);
        datanets.create("icd-10", treasury, 1000, keccak256("terms"), keccak256("metadata"));
    }

    function testFuzz_ownersOfThePastStay(uint32[8] calldata gaps) public {
        address[9] memory owners;
        uint64[9] memory since;
        (owners[0], since[0]) = (datanetOwner, START);
        uint64 time = START;
        for (uint256 i = 0; i < 8; ++i) {
            time += 1 + gaps[i] % 1 days;
            vm.warp(time);
            (owners[i + 1], since[i + 1]) = (address(uint160(0xABC + i)), time);
            vm.prank(owners[i]);
            datanets.transferFrom(owners[i], owners[i + 1], uint256(datanetId));
        }
        for (uint256 i = 0; i < 9; ++i) {
            vm.assertEq(datanets.ownerAt(datanetId, since[i]), owners[i]);
            vm.assertEq(datanets.ownerAt(datanetId, since[i] - 1), i == 0 ? address(0) : owners[i - 1]);
        }
    }

    function test_curatorsHaveAHistory() public {
        vm.assertEq(datanets.curatorsAt(datanetId, START).length, 0);
        Curator[] memory curators = new Curator[](2);
        curators[0] = Curator(stranger, 2500);
        curators[1] = Curator(contributor, 7500);
        vm.warp(START + 5);
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.CuratorsSet(datanetId, curators);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, curators);
        vm.warp(START + 9);
        vm.prank(datanetOwner);
        datanets.setCurators(datanetId, new Curator[](0));
        vm.assertEq(datanets.curatorsAt(datanetId, START + 4).length, 0);
        Curator[] memory found = datanets.curatorsAt(datanetId, START + 8);
        vm.assertEq(found.length, 2);
        vm.assertEq(found[0].account, stranger);
        vm.assertEq(found[1].bps, 7500);
        vm.assertEq(datanets.curatorsAt(datanetId, START + 9).length, 0);
        vm.assertEq(datanets.curatorsAt("none", START + 9).length, 0);
    }

    function test_curatorsRefuseBadInput() public {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotDatanetOwner.selector, datanetId, address(this)));
        datanets.setCurators(datanetId, new Curator[](0));
        vm.startPrank(datanetOwner);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, bytes32("none")));
        datanets.setCurators("none", new Curator[](0));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.TooManyCurators.selector, 9, 8));
        datanets.setCurators(datanetId, new Curator[](9));
        Curator[] memory curators = new Curator[](2);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroAddress.selector));
        datanets.setCurators(datanetId, curators);
        (curators[0], curators[1]) = (Curator(stranger, 1), Curator(stranger, 2));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.CuratorTwice.selector, stranger));
        datanets.setCurators(datanetId, curators);
        (curators[0], curators[1]) = (Curator(stranger, 10_000), Curator(contributor, 1));
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.CuratorsAboveWhole.selector, 10_001));
        datanets.setCurators(datanetId, curators);
        vm.stopPrank();
    }

    // ── contributions ─────────────────────────────────────────────────────────────────────────────────────────────

    function testFuzz_contributionIsRegisteredByAnybody(uint8 size, address relayer) public {
        bytes32[] memory list = commitments(uint256(size) % 40 + 1);
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, START);
        bytes32 root = contributionRoot(list);
        bytes32 expected = keccak256(abi.encode(datanetId, contributor, root));
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.ContributionRegistered(expected, datanetId, contributor, root, list);
        vm.prank(relayer);
        vm.assertEq(datanets.registerContribution(datanetId, contributor, list, START, signature), expected);
        (uint64 registeredAt, uint32 count) = datanets.contributionOf(expected);
        vm.assertEq(registeredAt, START);
        vm.assertEq(count, list.length);
    }

    function test_contributionTwiceIsRefused() public {
        bytes32[] memory list = commitments(3);
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, START + 9);
        bytes32 id = datanets.registerContribution(datanetId, contributor, list, START + 9, signature);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ContributionExists.selector, id));
        datanets.registerContribution(datanetId, contributor, list, START + 9, signature);
    }

    function test_contributionRefusesBadInput() public {
        bytes32[] memory list = commitments(2);
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, START);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, bytes32("none")));
        datanets.registerContribution("none", contributor, list, START, signature);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadCommitmentCount.selector, 0, 1024));
        datanets.registerContribution(datanetId, contributor, new bytes32[](0), START, signature);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.BadCommitmentCount.selector, 1025, 1024));
        datanets.registerContribution(datanetId, contributor, commitments(1025), START, signature);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ContributionExpired.selector, START));
        datanets.registerContribution(datanetId, contributor, list, START, signature);
    }

    function test_contributionOfOneThousandFitsABlock() public {
        bytes32[] memory list = commitments(1024);
        bytes memory signature = signContribution(CONTRIBUTOR_KEY, datanetId, contributor, list, START);
        uint256 before = gasleft();
        datanets.registerContribution(datanetId, contributor, list, START, signature);
        vm.assertLe(before - gasleft(), 5_000_000, "gas of 1,024 commitments");
    }

    // ── versions ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_versionsAreChained() public {
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.VersionPublished(datanetId, "v1", 1, 3, keccak256("data"), 0);
        publishVersion(datanetId, "v1");
        publishVersion(datanetId, "v2");
        (bytes32 id, uint64 number, uint32 count, bytes32 dataHash) = datanets.versionOf("v2");
        vm.assertEq(id, datanetId);
        vm.assertEq(number, 2);
        vm.assertEq(count, 3);
        vm.assertEq(dataHash, keccak256("data"));
        vm.assertEq(datanets.datanetOf(datanetId).versionCount, 2);
        vm.assertEq(datanets.datanetOf(datanetId).latestRoot, bytes32("v2"));
    }

    function test_publishRefusesBadInput() public {
        publishVersion(datanetId, "v1");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotDatanetOwner.selector, datanetId, stranger));
        vm.prank(stranger);
        datanets.publishVersion(datanetId, "v2", 1, "d", "v1");
        vm.startPrank(datanetOwner);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, bytes32("none")));
        datanets.publishVersion("none", "v2", 1, "d", 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroHash.selector));
        datanets.publishVersion(datanetId, 0, 1, "d", "v1");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroHash.selector));
        datanets.publishVersion(datanetId, "v2", 1, 0, "v1");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.EmptyVersion.selector));
        datanets.publishVersion(datanetId, "v2", 0, "d", "v1");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.VersionExists.selector, bytes32("v1")));
        datanets.publishVersion(datanetId, "v1", 1, "d", "v1");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotLatestVersion.selector, bytes32("v1"), bytes32(0)));
        datanets.publishVersion(datanetId, "v2", 1, "d", 0);
        vm.stopPrank();
    }

    // ── access ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_accessIsRequestedGrantedAndRevoked() public {
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.AccessRequested(datanetId, developer, "terms");
        vm.prank(developer);
        datanets.requestAccess(datanetId, "terms");

        bytes32 grantId = keccak256(abi.encode(datanetId, developer));
        vm.startPrank(datanetOwner);
        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.AccessGranted(grantId, datanetId, developer, "terms", START + 5, 3000, 7, 0);
        datanets.grantAccess(datanetId, developer, "terms", START + 5, 3000, 7, 0);
        IDatanetRegistry.Grant memory grant = datanets.grantOf(datanetId, developer);
        vm.assertEq(grant.expiry, START + 5);
        vm.assertEq(grant.minDataShareBps, 3000);
        vm.assertEq(grant.minOutputPrice, 7);
        vm.assertEq(grant.termsHash, bytes32("terms"));

        vm.expectEmit(address(datanets));
        emit IDatanetRegistry.AccessRevoked(grantId, datanetId, developer);
        datanets.revokeAccess(datanetId, developer);
        vm.assertEq(datanets.grantOf(datanetId, developer).expiry, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownGrant.selector, grantId));
        datanets.revokeAccess(datanetId, developer);
        vm.stopPrank();
    }

    function test_accessRefusesBadInput() public {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.UnknownDatanet.selector, bytes32("none")));
        datanets.requestAccess("none", "terms");
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotDatanetOwner.selector, datanetId, address(this)));
        datanets.grantAccess(datanetId, developer, "terms", START + 5, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.NotDatanetOwner.selector, datanetId, address(this)));
        datanets.revokeAccess(datanetId, developer);
        vm.startPrank(datanetOwner);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroAddress.selector));
        datanets.grantAccess(datanetId, address(0), "terms", START + 5, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ZeroHash.selector));
        datanets.grantAccess(datanetId, developer, 0, START + 5, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.GrantExpired.selector, START));
        datanets.grantAccess(datanetId, developer, "terms", START, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRegistry.ShareAboveWhole.selector, 10_001));
        datanets.grantAccess(datanetId, developer, "terms", START + 5, 10_001, 0, 0);
        vm.stopPrank();
    }
}
