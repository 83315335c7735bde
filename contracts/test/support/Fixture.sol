// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BondVault } from "../../src/BondVault.sol";
import { Challenges } from "../../src/Challenges.sol";
import { ClaimVault } from "../../src/ClaimVault.sol";
import { Committee } from "../../src/Committee.sol";
import { DatanetRegistry } from "../../src/DatanetRegistry.sol";
import { Genesis } from "../../src/Genesis.sol";
import { ModelRegistry } from "../../src/ModelRegistry.sol";
import { OpenToken } from "../../src/OpenToken.sol";
import { Origins } from "../../src/Origins.sol";
import { PaymentEscrow } from "../../src/PaymentEscrow.sol";
import { Settlement } from "../../src/Settlement.sol";
import { Staking } from "../../src/Staking.sol";
import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { PlainTree } from "../../src/libraries/PlainTree.sol";
import { Epoch, Root, SumRoot } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "./ClaimsTree.sol";
import { vm } from "./Vm.sol";

/// @notice A whole deployment with funded actors, and the hashing of the protocol page written once more.
abstract contract Fixture {
    uint64 internal constant WINDOW = 1 days;
    uint64 internal constant DELAY = 6 hours;
    uint64 internal constant PRICE_DELAY = 1 hours;
    uint128 internal constant MINIMUM_BOND = 100 ether;
    uint16 internal constant BOND_SHARE = 1000;
    uint64 internal constant ANSWER_WINDOW = 2 hours;
    uint96 internal constant PRICE_PER_LEAF = 0.001 ether;
    uint128 internal constant DISPUTE_STAKE = 10 ether;
    uint64 internal constant DISPUTE_WINDOW = 3 days;
    uint64 internal constant UNBONDING_DELAY = 7 days;
    uint64 internal constant REWARD_PERIOD = 10 days;
    uint16 internal constant FAULT_SLASH = 3000;
    uint16 internal constant SILENCE_SLASH = 500;
    uint8 internal constant COMMITTEE_SIZE = 3;
    uint64 internal constant STEP = 1 hours;
    uint64 internal constant DRAW_DELAY = 4;
    uint32 internal constant TOLERANCE = 20_000;
    uint96 internal constant MEMBER_PRICE = 1 ether;
    uint16 internal constant MEMBER_SHARE = 5000;
    uint128 internal constant MINIMUM_STAKE = 1000 ether;
    uint64 internal constant START = 1_800_000_000;

    uint256 internal constant PAYER_KEY = 0xA1;
    uint256 internal constant SIGNER_KEY = 0xA2;
    uint256 internal constant CONTRIBUTOR_KEY = 0xA3;
    uint256 internal constant STRANGER_KEY = 0xA4;

    /// Order of secp256k1.
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    address internal immutable payer = vm.addr(PAYER_KEY);
    address internal immutable signer = vm.addr(SIGNER_KEY);
    address internal immutable contributor = vm.addr(CONTRIBUTOR_KEY);
    address internal immutable stranger = vm.addr(STRANGER_KEY);
    address internal constant owner = address(0x0A11CE);
    address internal constant operator = address(0x0BE7A);
    address internal constant otherOperator = address(0x0BE7B);
    address internal constant datanetOwner = address(0xDA7A);
    address internal constant treasury = address(0x7E45);
    address internal constant developer = address(0xDE7);
    bytes32 internal constant CODE = keccak256("code");

    OpenToken internal token;
    DatanetRegistry internal datanets;
    ModelRegistry internal models;
    Settlement internal settlement;
    PaymentEscrow internal escrow;
    BondVault internal vault;
    Challenges internal challenges;
    Staking internal staking;
    Committee internal committee;
    /// @dev Headers as posted, for finalisation.
    mapping(address by => mapping(uint64 number => Epoch)) private _headers;
    mapping(address by => uint64) private _finals;

    function setUp() public virtual {
        vm.warp(START);
        token = new OpenToken(address(this));
        datanets = new DatanetRegistry(token, DISPUTE_STAKE, DISPUTE_WINDOW);
        models = new ModelRegistry(datanets, PRICE_DELAY);
        deployLinked(proverCodes());
        escrow = PaymentEscrow(settlement.escrow());
        vault = BondVault(settlement.bondVault());
        vm.prank(owner);
        settlement.setApprovedCode(CODE, true);
        address[3] memory payers = [payer, stranger, operator];
        for (uint256 i = 0; i < payers.length; ++i) {
            token.transfer(payers[i], 1_000_000 ether);
            vm.prank(payers[i]);
            token.approve(address(escrow), type(uint256).max);
        }
        token.approve(address(vault), type(uint256).max);
        vault.deposit(operator, 10_000 ether);
        vault.deposit(otherOperator, 10_000 ether);
    }

    function settlementParams() internal view returns (ISettlement.SettlementParams memory) {
        return ISettlement.SettlementParams(
            address(token),
            owner,
            WINDOW,
            DELAY,
            MINIMUM_BOND,
            BOND_SHARE,
            address(0xC4A11E),
            address(0x57A4E),
            address(0xC0111)
        );
    }

    function stakingParams() internal pure returns (IStaking.StakingParams memory) {
        return IStaking.StakingParams(UNBONDING_DELAY, REWARD_PERIOD, FAULT_SLASH, SILENCE_SLASH);
    }

    function committeeParams() internal pure returns (ICommittee.CommitteeParams memory) {
        return ICommittee.CommitteeParams(
            COMMITTEE_SIZE, STEP, DRAW_DELAY, TOLERANCE, MEMBER_PRICE, MEMBER_SHARE, MINIMUM_STAKE
        );
    }

    /// @dev Creation codes of the provers, by kind / 16; a test of faults names its own.
    function proverCodes() internal view virtual returns (bytes[] memory) {
        return new bytes[](0);
    }

    /// @dev The deployment as the chain package sends it: `Settlement`, `Staking`, provers, `Origins`,
    /// `Challenges` and `Committee` by `Genesis`.
    function deployLinked(bytes[] memory codes) internal {
        uint256 last = codes.length + 4;
        bytes[] memory all = new bytes[](last + 1);
        bytes32[] memory hashes = new bytes32[](last + 1);
        all[0] = type(Settlement).creationCode;
        all[1] = type(Staking).creationCode;
        all[last - 2] = type(Origins).creationCode;
        all[last - 1] = type(Challenges).creationCode;
        all[last] = type(Committee).creationCode;
        for (uint256 i = 0; i <= last; ++i) {
            if (i > 1 && i < last - 2) all[i] = codes[i - 2];
            hashes[i] = keccak256(all[i]);
        }
        Genesis genesis = new Genesis(
            settlementParams(),
            address(datanets),
            address(models),
            ANSWER_WINDOW,
            PRICE_PER_LEAF,
            stakingParams(),
            committeeParams(),
            hashes
        );
        for (uint256 i = 0; i <= last; ++i) {
            genesis.create(all[i]);
        }
        settlement = Settlement(genesis.addressOf(1));
        staking = Staking(genesis.addressOf(2));
        challenges = Challenges(genesis.addressOf(last));
        committee = Committee(genesis.addressOf(last + 1));
    }

    // ── signatures ────────────────────────────────────────────────────────────────────────────────────────────────

    function domainOf(string memory name, address verifier, uint256 chainId) internal pure returns (bytes32) {
        bytes32 typeHash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256("1"), chainId, verifier));
    }

    function signDigest(uint256 key, bytes32 domain, bytes32 structHash) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }

    /// @dev The other signature of the same message: s' = n − s, with the other v.
    function malleate(bytes memory signature) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint8 v = uint8(signature[64]);
        return abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    function voucherHash(bytes32 channelId, uint128 cumulative) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("Voucher(bytes32 channelId,uint128 cumulative)"), channelId, cumulative));
    }

    function signVoucher(uint256 key, bytes32 channelId, uint128 cumulative) internal view returns (bytes memory) {
        bytes32 domain = domainOf("OpenLedger PaymentEscrow", address(escrow), block.chainid);
        return signDigest(key, domain, voucherHash(channelId, cumulative));
    }

    /// @dev With the payer that the escrow has, and the signature in its short form; what is not 65 bytes long becomes 0.
    function signed(bytes32 channelId, uint128 cumulative, bytes memory signature)
        internal
        view
        returns (IPaymentEscrow.SignedVoucher memory voucher)
    {
        (voucher.channelId, voucher.cumulative) = (channelId, cumulative);
        voucher.payer = escrow.channelOf(channelId).payer;
        if (signature.length != 65) return voucher;
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        (voucher.r, voucher.vs) = (r, bytes32(uint256(s) | (signature[64] == bytes1(uint8(28)) ? 1 << 255 : 0)));
    }

    function contributionHash(bytes32 datanetId, address by, bytes32 root, uint32 count, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            "Contribution(bytes32 datanetId,address contributor,bytes32 root,uint32 count,uint256 deadline)"
        );
        return keccak256(abi.encode(typeHash, datanetId, by, root, count, deadline));
    }

    function signContribution(uint256 key, bytes32 datanetId, address by, bytes32[] memory list, uint256 deadline)
        internal
        view
        returns (bytes memory)
    {
        bytes32 structHash = contributionHash(datanetId, by, contributionRoot(list), uint32(list.length), deadline);
        return signDigest(key, domainOf("OpenLedger DatanetRegistry", address(datanets), block.chainid), structHash);
    }

    function contributionRoot(bytes32[] memory list) internal pure returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            leaves[i] = keccak256(abi.encode(keccak256("CommitmentLeaf(bytes32 commitment)"), list[i]));
        }
        return PlainTree.rootInPlace(leaves);
    }

    function commitments(uint256 count) internal pure returns (bytes32[] memory list) {
        list = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = keccak256(abi.encode("commitment", i));
        }
    }

    // ── steps of the loop ─────────────────────────────────────────────────────────────────────────────────────────

    function createDatanet() internal returns (bytes32 datanetId) {
        vm.prank(datanetOwner);
        return datanets.create("icd-10", treasury, 1000, keccak256("terms"), keccak256("metadata"));
    }

    function publishVersion(bytes32 datanetId, bytes32 root) internal {
        bytes32 previous = datanets.datanetOf(datanetId).latestRoot;
        vm.prank(datanetOwner);
        datanets.publishVersion(datanetId, root, 3, keccak256("data"), previous);
    }

    function openChannel(address to, uint128 amount) internal returns (bytes32 channelId) {
        vm.prank(payer);
        return escrow.openChannel(to, signer, 50 ether, START + 1 days, amount);
    }

    function collect(address to, bytes32 channelId, uint128 cumulative, bytes memory signature)
        internal
        returns (uint128)
    {
        IPaymentEscrow.SignedVoucher[] memory vouchers = new IPaymentEscrow.SignedVoucher[](1);
        vouchers[0] = signed(channelId, cumulative, signature);
        vm.prank(to);
        return escrow.collect(vouchers);
    }

    /// @dev Brings `amount` of OPEN into the operator's books by a payer-signed voucher.
    function fund(address to, uint128 amount) internal {
        bytes32 channelId = escrow.channelIdOf(payer, to, signer);
        uint128 collected = escrow.channelOf(channelId).collected;
        if (escrow.channelOf(channelId).payer == address(0)) {
            openChannel(to, amount);
        } else {
            vm.prank(payer);
            escrow.deposit(channelId, amount);
        }
        collect(to, channelId, collected + amount, signVoucher(PAYER_KEY, channelId, collected + amount));
    }

    function payees(address first, uint128 firstAmount, address second, uint128 secondAmount)
        internal
        pure
        returns (Payee[] memory list)
    {
        list = new Payee[](2);
        list[0] = Payee(first, firstAmount);
        list[1] = Payee(second, secondAmount);
    }

    /// @dev The operator's next epoch with these cumulative payouts; receipts are all that was collected since.
    function nextEpoch(address by, Payee[] memory list, uint128 burned, uint128 carriedTotal)
        internal
        view
        returns (Epoch memory epoch)
    {
        ISettlement.OperatorState memory state = settlement.stateOf(by);
        uint128 sum = 0;
        for (uint256 i = 0; i < list.length; ++i) {
            sum += list[i].cumulative;
        }
        bool pays = sum > 0;
        epoch.operator = by;
        epoch.number = state.epochCount + 1;
        epoch.previous = state.lastEpochHash;
        epoch.receipts = SumRoot(keccak256("receipts"), state.funded - state.accounted, 7);
        epoch.attributions = Root(keccak256("attributions"), 9);
        epoch.credits = Root(keccak256("credits"), 11);
        epoch.payouts = SumRoot(pays ? keccak256("payouts") : bytes32(0), sum, uint32(list.length));
        epoch.claimsRoot = ClaimsTree.root(list);
        epoch.rulesRoot = keccak256("rules");
        epoch.codeHash = CODE;
        epoch.dataCommitment = keccak256("manifest");
        epoch.burned = burned;
        epoch.carriedTotal = carriedTotal;
    }

    function post(Epoch memory epoch) internal returns (bytes32) {
        keepHeader(epoch);
        vm.prank(epoch.operator);
        return settlement.postEpoch(epoch);
    }

    function keepHeader(Epoch memory epoch) internal {
        _headers[epoch.operator][epoch.number] = epoch;
    }

    /// @dev The header that an operator posted last under a number.
    function header(address by, uint64 number) internal view returns (Epoch memory epoch) {
        epoch = _headers[by][number];
        epoch.operator = by;
    }

    /// @dev Finalises an operator's oldest open epoch; one call only, so that a test can expect its revert.
    function finalize(address by) internal returns (uint64 number) {
        number = settlement.finalize(header(by, _finals[by] + 1));
        if (number > 0) _finals[by] = number;
    }

    /// @dev Where an operator's accounts claim.
    function claims(address by) internal view returns (ClaimVault) {
        return ClaimVault(settlement.vaultOf(by));
    }

    /// @dev A claim in one word, as a vault takes it.
    function pack(address account, uint128 cumulative) internal pure returns (bytes32) {
        return ClaimsTree.pack(Payee(account, cumulative));
    }

    function claimLeaf(address account, uint128 cumulative) internal pure returns (bytes32) {
        return LeafHash.claim(account, cumulative);
    }
}
